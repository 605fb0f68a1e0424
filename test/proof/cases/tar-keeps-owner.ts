/** An archive of files that are not root's. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF111",
  base: "mini",
  recipe:
    "Bootstrap: localimage\nFrom: {base}\n\n%files\n    app.tar /opt/app.tar\n\n%post\n    mkdir -p /opt/app\n    cd /opt/app\n    tar xf /opt/app.tar\n",
  prepare: (directory) => {
    writeFileSync(join(directory, "data"), "data\n");
    spawnSync("tar", ["--owner=1001", "--group=1001", "-cf", "app.tar", "data"], { cwd: directory });
  },
  failure: /^tar: data: Cannot change ownership to uid 1001, gid 1001: Invalid argument/,
  look: ({ image }) => (image.read("/opt/app/data") === "data\n" ? "fine" : "lost"),
  after: "fix",
});
