/** `deflint build` against real Apptainer, as ordinary users. */
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeRecipe } from "./lab.ts";
import { useLab } from "./use-lab.ts";

const { lab, hasLab } = await useLab({ withoutSuid: "skipped" });

const SANDBOX = ["--sandbox", "-F"];
const RPM = "unbound-demo-libs-1.0-1.noarch.rpm";

/** The failure that deflint exists for: a package whose %pre adds a user. The file is named as the real package's. */
function writeSeed(directory: string): void {
  const files = `%files\n    ${RPM} /srv/unbound-libs-1.16.2-5.el9.noarch.rpm\n\n`;
  const post = ["rpm -i --nodeps /srv/unbound-libs-1.16.2-5.el9.noarch.rpm", "rpm -q unbound-demo-libs"];
  writeRecipe(directory, "seed.def", post, files);
}

describe.skipIf(!hasLab || !lab.hasSuid)("in the setuid mode without user namespaces", () => {
  const where = (cwd: string) => ({ cwd, suid: true, env: { TMPDIR: join(cwd, "tmpdir") } });

  it("builds what plain apptainer build cannot", async () => {
    const cwd = lab.directory();
    writeSeed(cwd);
    const plain = await lab.apptainer(["build", "--ignore-userns", ...SANDBOX, "plain", "seed.def"], where(cwd));
    expect(plain.text).toMatch(/%prein\(unbound-demo-libs-1\.0-1\.noarch\) scriptlet failed, exit status 6/);
    expect(plain.code).toBe(255);
    const mended = await lab.deflint(["build", "--ignore-userns", ...SANDBOX, "mended", "seed.def"], where(cwd));
    expect(mended.text).toContain("mode suid-fakeroot:");
    expect(mended.text).toContain("Using --fix-perms because");
    expect(mended.text).toMatch(/INFO: {4}Build complete: \.mended\.deflint-\w{6}\/mended\n/);
    expect(mended.code).toBe(0);
    expect(readdirSync(join(cwd, "mended.deflint")).sort()).toEqual(["build.log", "recipe.def", "report.json"]);
    expect(existsSync(join(cwd, "mended/usr/sbin/groupadd.real"))).toBe(false);
    expect(statSync(join(cwd, "mended/usr/sbin/groupadd")).size).toBeGreaterThan(1000);
    expect(readdirSync(join(cwd, "tmpdir"))).toEqual([]);
  });

  it("writes a SIF, with the log of what Apptainer said", async () => {
    const cwd = lab.directory();
    writeSeed(cwd);
    const args = [
      "build",
      "--ignore-userns",
      "--mksquashfs-args",
      "-comp gzip -Xcompression-level 1",
      "out.sif",
      "seed.def",
    ];
    const ran = await lab.deflint(args, where(cwd));
    expect(ran.text).toContain("Build complete: .out.sif.deflint-");
    expect(readFileSync(join(cwd, "out.sif")).toString("latin1", 32, 41)).toBe("SIF_MAGIC");
    expect(readFileSync(join(cwd, "out.sif.deflint/build.log"), "utf8")).toContain("INFO:    Running post scriptlet");
    expect(JSON.parse(readFileSync(join(cwd, "out.sif.deflint/report.json"), "utf8"))).toMatchObject({
      exitCode: 0,
      plan: { mode: "suid-fakeroot" },
    });
  });

  it("ends everything on SIGTERM", () => endsOnSignal(["--ignore-userns"], "suid"));
});

describe.skipIf(!hasLab)("with user namespaces", () => {
  const where = (cwd: string) => ({ cwd, env: { TMPDIR: join(cwd, "tmpdir") } });

  it("builds what fails where /etc/passwd and /etc/group are mounts (the labelled stand-in for the setuid mode)", async () => {
    const cwd = lab.directory();
    writeSeed(cwd);
    writeFileSync(join(cwd, "idp"), "root:x:0:0:root:/root:/bin/sh\n");
    writeFileSync(join(cwd, "idg"), "root:x:0:\n");
    for (const name of ["idp", "idg"]) chownSync(join(cwd, name), 2001, 2001);
    const binds = ["-B", `${cwd}/idp:/etc/passwd`, "-B", `${cwd}/idg:/etc/group`];
    const plain = await lab.apptainer(["build", ...binds, ...SANDBOX, "plain", "seed.def"], where(cwd));
    expect(plain.text).toMatch(/scriptlet failed, exit status 6/);
    expect(plain.code).toBe(255);
    const mended = await lab.deflint(
      ["build", "--mode", "suid-fakeroot", ...binds, ...SANDBOX, "mended", "seed.def"],
      where(cwd),
    );
    expect(mended.text).toContain("Build complete: .mended.deflint-");
    expect(mended.code).toBe(0);
  });

  for (const [mode, user, flags] of [
    ["subuid", "bob", []],
    ["userns", "alice", ["--ignore-fakeroot-command"]],
    ["userns-fakeroot", "alice", []],
  ] as const) {
    it(`keeps every other file when the recipe clears /tmp and /var/tmp: mode ${mode}`, async () => {
      const cwd = lab.directory(user);
      const tmpdir = join(cwd, "tmpdir");
      mkdirSync(join(tmpdir, "mine/below"), { recursive: true });
      writeFileSync(join(tmpdir, "mine/below/file"), "kept");
      chownSync(join(tmpdir, "mine/below"), user === "bob" ? 2002 : 2001, 2002);
      const post = [
        "ls -ld /tmp /var/tmp",
        "echo x > /tmp/x; echo y > /var/tmp/y",
        "rm -rf /tmp/* /var/tmp/*",
        "mkdir -p /tmp/left/over; chmod 000 /tmp/left",
        "id -u",
      ];
      writeRecipe(cwd, "clear.def", post);
      const ran = await lab.deflint(["build", ...flags, ...SANDBOX, "out", "clear.def"], { ...where(cwd), user });
      expect(ran.text).toContain(`mode ${mode}:`);
      expect(ran.text).toContain("Build complete: .out.deflint-");
      expect(ran.text).toMatch(mode === "subuid" ? /drwxrwxrwt.* \/tmp/ : /drwx------.* \/tmp/);
      expect(readdirSync(tmpdir)).toEqual(["mine"]);
      expect(readFileSync(join(tmpdir, "mine/below/file"), "utf8")).toBe("kept");
    });
  }

  it("removes what a subordinate user left in the private directory", async () => {
    const cwd = lab.directory("bob");
    writeRecipe(cwd, "left.def", [
      "mkdir /tmp/theirs",
      "echo x > /tmp/theirs/x",
      "chown -R 101:101 /tmp/theirs",
      "chmod 700 /tmp/theirs",
    ]);
    const ran = await lab.deflint(["build", ...SANDBOX, "out", "left.def"], { ...where(cwd), user: "bob" });
    expect(ran.text).toContain("Build complete: .out.deflint-");
    expect(readdirSync(join(cwd, "tmpdir"))).toEqual([]);
  });

  it("gives %post the room of $TMPDIR where /tmp is small", async () => {
    const cwd = lab.directory();
    writeRecipe(cwd, "big.def", ["dd if=/dev/zero of=/tmp/big bs=1M count=40"]);
    const small = { cwd, env: { TMPDIR: join(cwd, "tmpdir"), LAB_TMP: "20m" } };
    const plain = await lab.apptainer(["build", ...SANDBOX, "plain", "big.def"], small);
    expect(plain.text).toContain("No space left on device");
    const ran = await lab.deflint(["build", ...SANDBOX, "out", "big.def"], small);
    expect(ran.text).toContain("Build complete: .out.deflint-");
  });

  it("protects the host's /tmp where $TMPDIR is not set and /tmp is memory", async () => {
    const cwd = lab.directory();
    writeFileSync(join(cwd, "mine"), "kept");
    chownSync(join(cwd, "mine"), 2001, 2001);
    writeRecipe(cwd, "clear.def", ["rm -rf /tmp/* /var/tmp/*"]);
    const ran = await lab.deflint(["build", ...SANDBOX, "out", "clear.def"], { cwd, env: { LAB_TMP: "200m" } });
    expect(ran.text).toContain("/var/tmp (");
    expect(ran.text).toContain("Build complete: .out.deflint-");
    expect(readFileSync(join(cwd, "mine"), "utf8")).toBe("kept");
  });

  it("leaves the user's own bind over /tmp and his APPTAINER_BINDPATH in force", async () => {
    const cwd = lab.directory();
    for (const name of ["own", "data"]) {
      mkdirSync(join(cwd, name));
      writeFileSync(join(cwd, name, "mark"), name);
      chownSync(join(cwd, name), 2001, 2001);
    }
    writeRecipe(cwd, "bind.def", ["cat /tmp/mark", "ls -A /var/tmp"]);
    const own = await lab.deflint(["build", "-B", `${cwd}/own:/tmp`, ...SANDBOX, "out", "bind.def"], where(cwd));
    expect(own.text).toContain("/tmp is bound by a flag or variable of yours");
    expect(own.text).toContain("Build complete: .out.deflint-");
    writeRecipe(cwd, "path.def", ["cat /mnt/mark", "touch /tmp/x"]);
    const env = {
      ...where(cwd).env,
      APPTAINER_BINDPATH: `${cwd}/data:/mnt`,
      APPTAINER_MOUNT: `type=bind,source=${cwd}/data,destination=/home`,
    };
    const path = await lab.deflint(["build", ...SANDBOX, "out", "path.def"], { cwd, env });
    expect(path.text).toContain("Build complete: .out.deflint-");
  });

  it("resolves relative %files sources and the localimage as Apptainer does", async () => {
    const cwd = lab.directory();
    mkdirSync(join(cwd, "recipes"));
    writeFileSync(join(cwd, "data.txt"), "data of the working directory\n");
    writeSeed(cwd);
    const text = readFileSync(join(cwd, "seed.def"), "utf8").replace(
      "%files\n",
      "%files\n    data.txt /opt/data.txt\n",
    );
    writeFileSync(join(cwd, "recipes/seed.def"), text);
    const ran = await lab.deflint(["build", ...SANDBOX, "out", "recipes/seed.def"], where(cwd));
    expect(ran.text).toContain("Build complete: .out.deflint-");
    expect(readFileSync(join(cwd, "out/opt/data.txt"), "utf8")).toBe("data of the working directory\n");
    expect(readFileSync(join(cwd, "recipes/seed.def"), "utf8")).toBe(text);
  });

  it("ends everything on SIGTERM: mode subuid", () => endsOnSignal([], "bob"));
  it("ends everything on SIGTERM: mode userns-fakeroot", () => endsOnSignal([], "alice"));

  it("passes Apptainer's exit code through", async () => {
    const cwd = lab.directory();
    writeRecipe(cwd, "fail.def", ["exit 7"]);
    const ran = await lab.deflint(["build", ...SANDBOX, "out", "fail.def"], where(cwd));
    expect(ran.text).toMatch(/FATAL: .*%post section: exit status 7/);
    expect(ran.code).toBe(255);
    expect(readdirSync(join(cwd, "tmpdir"))).toEqual([]);
    expect(lab.processesIn(cwd)).toEqual([]);
  });
});

async function endsOnSignal(flags: readonly string[], who: "alice" | "bob" | "suid"): Promise<void> {
  const user = who === "bob" ? "bob" : "alice";
  const cwd = lab.directory(user);
  writeRecipe(cwd, "long.def", ["sleep 1000 &", "sleep 0.3", "sleep 1001"]);
  const where = { cwd, user, suid: who === "suid", env: { TMPDIR: join(cwd, "tmpdir") } } as const;
  const running = lab.startDeflint(["build", ...flags, "out.sif", "long.def"], where);
  await running.said("+ sleep 1001");
  expect(readdirSync(join(cwd, "tmpdir")).some((name) => name.startsWith("deflint-"))).toBe(true);
  expect(lab.processesIn(cwd).length).toBeGreaterThan(2);
  running.child.kill("SIGTERM");
  const { code } = await running.ended;
  expect(code).toBe(143);
  expect(lab.processesIn(cwd)).toEqual([]);
  expect(readdirSync(join(cwd, "tmpdir"))).toEqual([]);
  expect(existsSync(join(cwd, "out.sif"))).toBe(false);
}
