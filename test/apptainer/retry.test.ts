/** Failures of real builds, explained at once, and tried again where that was asked for. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeRecipe } from "./lab.ts";
import { useLab } from "./use-lab.ts";

const { lab, hasLab } = await useLab({ withoutSuid: "skipped" });

const SANDBOX = ["--sandbox", "-F"];

describe.skipIf(!hasLab)("a build that fails", () => {
  const where = (cwd: string) => ({ cwd, env: { TMPDIR: join(cwd, "tmpdir") } });

  it("is explained at the line of the person's recipe, in the report too", async () => {
    const cwd = lab.directory();
    // The mend puts lines before the one that fails.
    writeRecipe(cwd, "r.def", ["rm -rf /tmp/*", "groupadd -r demo", "echo one", "cat /not/there"]);
    const ran = await lab.deflint(["build", "--mode", "suid-fakeroot", ...SANDBOX, "out", "r.def"], where(cwd));
    expect(ran.code).toBe(255);
    expect(ran.text).toMatch(/mended in memory \(DF103/);
    expect(ran.text).toMatch(/r\.def:8:\n8 \| +cat \/not\/there/);
    expect(ran.text).toContain("(command-failed)");
    const report = JSON.parse(readFileSync(join(cwd, "out.deflint/report.json"), "utf8"));
    expect(report.diagnosis).toMatchObject({ cause: "command-failed", line: 8, mode: "userns-fakeroot" });
  });

  it.skipIf(!hasLab || !lab.hasSuid)("is tried again with the mend for its mode", async () => {
    const cwd = lab.directory();
    writeRecipe(cwd, "r.def", ["groupadd -r demo"]);
    const words = ["build", "--retry", "--mode", "root", "--ignore-userns", ...SANDBOX, "out", "r.def"];
    const ran = await lab.deflint(words, { ...where(cwd), suid: true });
    expect(ran.text).toContain("(account-files-mounted)");
    expect(ran.text).toContain("trying once more mended for mode suid-fakeroot");
    expect(readFileSync(join(cwd, "out/etc/group"), "utf8")).toMatch(/^root:/);
    expect(ran.code).toBe(0);
  });

  it("is tried again without the fakeroot command where the base is older than it", async () => {
    const cwd = lab.directory();
    lab.make("mkbase-mini.sh", [join(cwd, "base.sif"), "/"]);
    writeRecipe(cwd, "r.def", ["id -u"]);
    const plain = await lab.deflint(["build", ...SANDBOX, "out", "r.def"], where(cwd));
    expect(plain.code).toBe(255);
    expect(plain.text).toContain("(host-glibc-newer)");
    const ran = await lab.deflint(["build", "--retry", ...SANDBOX, "out", "r.def"], where(cwd));
    expect(ran.text).toContain("trying once more with --ignore-fakeroot-command (host-glibc-newer)");
    expect(ran.text).toContain("the image is complete");
    expect(ran.code).toBe(0);
  });
});
