/** The stub texts: their shape, and what they do under several shells in a root of the test's own. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isDeflintStub, renderStub, type StubForm, type StubRestore } from "#rules/knowledge/accounts/account-stubs.ts";

const FORMS: readonly StubForm[] = ["quiet", "appending"];
const RESTORES: readonly StubRestore[] = ["trap", "last-line"];
const SHELLS = [["dash"], ["bash"], ["busybox", "ash"]].filter(
  ([program = ""]) => spawnSync(program, ["-c", "true"]).error === undefined,
);

describe.each(FORMS)("the %s stub as text", (form) => {
  test.each(RESTORES)("restored by %s, breaks no parser", (restore) => {
    const { block, restore: last } = renderStub(form, { indent: "\t", lineEnd: "\n", restore });
    expect(last === undefined).toBe(restore === "trap");
    for (const text of [block, last ?? "\t\n"]) {
      expect(text.endsWith("\n")).toBe(true);
      expect(text).not.toContain("{{");
      expect(text).not.toContain("<<");
      for (const line of text.split("\n")) expect(line).not.toMatch(/^\s*(%|bootstrap\s*:)/i);
    }
    expect(block.split("\n").filter((line) => /^\s*#/.test(line))).toHaveLength(1);
    expect(
      block
        .split("\n")
        .slice(0, -1)
        .every((line) => line.startsWith("\t")),
    ).toBe(true);
    for (const name of block.matchAll(/^\t*(?: {4})?(?:for )?([a-z_]+)(?:=| in )/gm))
      expect(name[1]).toMatch(/^deflint_/);
  });

  test("takes the line ends of its place and is known again", () => {
    const { block } = renderStub(form, { indent: "  ", lineEnd: "\r\n", restore: "trap" });
    expect(block.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(isDeflintStub(block)).toBe(true);
    expect(isDeflintStub("cp /usr/bin/true /usr/sbin/groupadd\n")).toBe(false);
  });
});

test("at least two shells are there to run the stubs", () => {
  expect(SHELLS.length).toBeGreaterThanOrEqual(2);
});

describe.each(SHELLS)("run by %s", { timeout: 60_000 }, (...shell) => {
  let root = "";
  // the stub's own scripts run under the shell at hand too; busybox answers to its applet's name alone
  const interpreter = shell[0] === "busybox" ? "/bin/sh" : `/usr/bin/env ${shell[0]}`;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "deflint-stub-"));
    for (const dir of ["etc/skel", "usr/bin", "usr/sbin", "usr/lib/sysusers.d", "home"]) {
      mkdirSync(join(root, dir), { recursive: true });
    }
    writeFileSync(join(root, "etc/skel/.profile"), "");
    writeFileSync(join(root, "etc/group"), "root:x:0:\nusers:x:100:\n");
    writeFileSync(join(root, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
    writeFileSync(join(root, "mounts"), `session ${root}/etc/group tmpfs rw 0 0\n`);
    writeFileSync(
      join(root, "usr/lib/sysusers.d/old.conf"),
      '# comment\ng oldgrp 777\nu olduser 778 "Old" / /bin/sh\n',
    );
    for (const tool of ["groupadd", "useradd", "usermod", "groupmod"]) real(`usr/sbin/${tool}`);
    for (const tool of ["chfn", "systemd-sysusers"]) real(`usr/bin/${tool}`);
    symlinkSync("useradd", join(root, "usr/sbin/adduser"));
    mkdirSync(join(root, "tools"));
    script("tools/getent", `grep -E "^($2:|[^:]*:[^:]*:$2:)" "${root}/etc/$1"`);
    script("tools/chown", `echo "chown $*" >> "${root}/log"`);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function script(path: string, body: string): void {
    writeFileSync(join(root, path), `#!/bin/sh\n${body}\n`);
    chmodSync(join(root, path), 0o755);
  }
  function real(path: string): void {
    script(path, `echo "real $0 $*" >&2; exit 10`);
  }
  function run(
    form: StubForm,
    restore: StubRestore,
    body: string,
    options = "-eu",
  ): { status: number | null; out: string } {
    const { block, restore: last } = renderStub(form, { indent: "    ", lineEnd: "\n", restore });
    const text = `${block}${body}\n${last ?? ""}`
      .replaceAll("/proc/self/mounts", join(root, "mounts"))
      .replace(/(?<=[\s"{/'=]|^)\/(usr|etc|home)\//gm, `${root}/$1/`)
      .replaceAll("#!/bin/sh", `#!${interpreter}`);
    const [program = "", ...words] = shell;
    const env = { PATH: `${root}/usr/sbin:${root}/usr/bin:${join(root, "tools")}:${process.env["PATH"]}` };
    const done = spawnSync(program, [...words, ...options.split(" "), "-c", text], {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    return { status: done.status, out: done.stdout + done.stderr };
  }
  const leftOver = (): string[] =>
    ["usr/bin", "usr/sbin"].flatMap((dir) => readdirSync(join(root, dir)).filter((name) => name.includes("deflint")));
  const isReal = (path: string): boolean => readFileSync(join(root, path), "utf8").includes("real");
  const group = (): string => readFileSync(join(root, "etc/group"), "utf8");
  const passwd = (): string => readFileSync(join(root, "etc/passwd"), "utf8").replaceAll(root, "");

  describe.each(FORMS)("%s", (form) => {
    test.each(RESTORES)("tools do no harm, and come back by %s", (restore) => {
      const tools = "groupadd -r x; useradd -r -g x x; usermod -aG x x; groupmod -n y y; systemd-sysusers old.conf";
      expect(run(form, restore, tools)).toMatchObject({ status: 0, out: "" });
      expect(leftOver()).toEqual([]);
      for (const tool of [
        "sbin/groupadd",
        "sbin/useradd",
        "sbin/usermod",
        "sbin/groupmod",
        "bin/chfn",
        "bin/systemd-sysusers",
      ]) {
        expect(isReal(`usr/${tool}`), tool).toBe(true);
      }
    });

    test("the status of a failing script stays, and the tools are back", () => {
      expect(run(form, "trap", "groupadd x; (exit 7); echo reached")).toMatchObject({ status: 7, out: "" });
      expect(isReal("usr/sbin/groupadd")).toBe(true);
      expect(run(form, "trap", "exit 3").status).toBe(3);
      expect(leftOver()).toEqual([]);
    });

    test("without the mount nothing is touched", () => {
      writeFileSync(join(root, "mounts"), "proc /proc proc rw 0 0\n");
      expect(run(form, "trap", "groupadd x").status).toBe(10);
      expect(run(form, "last-line", "groupadd x || :").status).toBe(0);
      expect(isReal("usr/sbin/groupadd")).toBe(true);
    });

    test("a tool that was upgraded meanwhile stays, a removed one does not come back, others' files stay", () => {
      script("usr/sbin/other.real", "echo other");
      const body = `printf 'new real' > /usr/sbin/new; mv /usr/sbin/new /usr/sbin/useradd; rm /usr/sbin/groupmod`;
      expect(run(form, "trap", body)).toMatchObject({ status: 0 });
      expect(readFileSync(join(root, "usr/sbin/useradd"), "utf8")).toBe("new real");
      expect(existsSync(join(root, "usr/sbin/groupmod"))).toBe(false);
      expect(existsSync(join(root, "usr/sbin/other.real"))).toBe(true);
      expect(leftOver()).toEqual([]);
    });

    test("with /usr/sbin a link to bin", () => {
      execFileSync("sh", ["-c", `cd "${root}/usr" && mv sbin/* bin/ && rmdir sbin && ln -s bin sbin`]);
      expect(run(form, "trap", "groupadd x; useradd -g x x")).toMatchObject({ status: 0, out: "" });
      expect(isReal("usr/bin/groupadd")).toBe(true);
      expect(leftOver()).toEqual([]);
    });

    test("put twice it still brings the real tools back; missing tools are no matter; noclobber neither", () => {
      rmSync(join(root, "usr/sbin/groupmod"));
      const again = renderStub(form, { indent: "", lineEnd: "\n", restore: "trap" }).block;
      expect(run(form, "trap", `${again}groupadd x`, "-euC")).toMatchObject({ status: 0, out: "" });
      expect(isReal("usr/sbin/groupadd")).toBe(true);
      expect(existsSync(join(root, "usr/sbin/groupmod"))).toBe(false);
      expect(leftOver()).toEqual([]);
    });
  });

  describe("appending: the options that scriptlets and people use", () => {
    const GROUPS: readonly [string, string][] = [
      ["groupadd -r x", "x:x:999:"],
      ["groupadd -g 5000 x", "x:x:5000:"],
      ["groupadd x -g 5000", "x:x:5000:"],
      ["groupadd -g5000 x", "x:x:5000:"],
      ["groupadd --gid=5000 --system x", "x:x:5000:"],
      ["groupadd -rfg 5000 x", "x:x:5000:"],
      ["groupadd -K GID_MIN=500 --key GID_MAX=900 x", "x:x:999:"],
      ["groupadd -r y; groupadd -r x", "x:x:998:"],
    ];
    const USERS: readonly [string, string][] = [
      ["useradd -r app", "app:x:999:999::/home/app:/bin/sh"],
      ["useradd -u 1000 -g users app", "app:x:1000:100::/home/app:/bin/sh"],
      ["useradd --uid=5 -N app", "app:x:5:999::/home/app:/bin/sh"],
      ["useradd -r -f -1 app", "app:x:999:999::/home/app:/bin/sh"],
      ["useradd -ms /bin/bash app", "app:x:999:999::/home/app:/bin/sh"],
      ["useradd -r -M -N -s /sbin/nologin app", "app:x:999:999::/home/app:/bin/sh"],
      [`useradd -c "A B" -u 48 -s /sbin/nologin -r -d /srv/www -G users,root app`, "app:x:48:999::/srv/www:/bin/sh"],
      ["groupadd -g 70 g; useradd -r -g 70 -l -o -K UID_MAX=9 app || true", "app:x:999:70::/home/app:/bin/sh"],
      ["groupadd -g 70 g; useradd -r -g g app", "app:x:999:70::/home/app:/bin/sh"],
      ["useradd app --home-dir /data --shell=/bin/bash --password x --system", "app:x:999:999::/data:/bin/sh"],
    ];
    test("append a line with the name, the home and the given ids", () => {
      // one run for all, as starting shells is most of the work: each case begins with fresh files
      const keep = "cp /etc/group /etc/group.0; cp /etc/passwd /etc/passwd.0";
      const body = [...GROUPS.map(([command]) => [command, "group"]), ...USERS.map(([command]) => [command, "passwd"])]
        .map(
          ([command, file]) =>
            `cp /etc/group.0 /etc/group; cp /etc/passwd.0 /etc/passwd; ${command}; tail -n 1 /etc/${file}`,
        )
        .join("\n");
      const done = run("appending", "trap", `${keep}\n${body}`);
      const expected = [...GROUPS, ...USERS].map(([command, line]) => `${command} -> ${line}`);
      const lines = done.out.replaceAll(root, "").trim().split("\n");
      expect([...GROUPS, ...USERS].map(([command], index) => `${command} -> ${lines[index]}`)).toEqual(expected);
      expect(done.status).toBe(0);
    });

    test("a home is made but for system accounts and where declined", () => {
      const body =
        "useradd -rm one; useradd two; useradd -r three; useradd -M four; useradd --system --create-home five";
      expect(run("appending", "trap", body)).toMatchObject({ status: 0 });
      expect(readdirSync(join(root, "home")).sort()).toEqual(["five", "one", "two"]);
    });

    test("an existing name is refused with 9, -f lets pass, a missing group is made", () => {
      expect(run("appending", "trap", "groupadd root").status).toBe(9);
      expect(run("appending", "trap", "useradd root").status).toBe(9);
      expect(run("appending", "trap", "groupadd -f root").status).toBe(0);
      expect(run("appending", "trap", "useradd -g nogroup app").status).toBe(0);
      expect(group()).toMatch(/^nogroup:x:\d+:$/m);
    });

    test("systemd-sysusers makes the names of its files and its input", () => {
      const piped =
        "printf 'g pg -\\nu pu 55:pg\\nm pu pg\\n' | systemd-sysusers --replace=/usr/lib/sysusers.d/x.conf -";
      expect(run("appending", "trap", piped)).toMatchObject({ status: 0, out: "" });
      expect(group()).toMatch(/^oldgrp:x:\d+:$/m);
      expect(passwd()).toMatch(/^olduser:x:\d+:\d+:/m);
      expect(passwd()).toMatch(/^pu:x:\d+:\d+:/m);
    });

    test("a systemd-sysusers that comes meanwhile is passed over, and stays", () => {
      rmSync(join(root, "usr/bin/systemd-sysusers"));
      const body = `printf '#!/bin/sh\\nexit 10 # real\\n' > /usr/bin/systemd-sysusers; chmod 755 /usr/bin/systemd-sysusers`;
      expect(run("appending", "trap", `${body}; systemd-sysusers old.conf`)).toMatchObject({ status: 0 });
      expect(group()).toMatch(/^oldgrp:x:\d+:$/m);
      expect(isReal("usr/bin/systemd-sysusers")).toBe(true);
      expect(existsSync(join(root, "usr/sbin/systemd-sysusers"))).toBe(false);
    });

    test("the variables of the recipe stay as they are", () => {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell is to expand it
      const body = 'echo "${name-unset} ${id-unset} ${home-unset} ${file-unset}"';
      expect(run("appending", "trap", body).out).toBe("unset unset unset unset\n");
    });
  });
});
