/** Messages that look like those of one cause and belong to another, or to none. */
import { describe, expect, test } from "vitest";
import { parse } from "#grammar/index.ts";
import { diagnoseText } from "./logs.ts";

const SUID =
  "INFO:    Could not start root-mapped namespace\nINFO:    Using --fix-perms because building from a definition file\n";

function inPost(lines: readonly string[], end = "exit status 1", before = ""): string {
  const begin = `${before}INFO:    Starting build...\nINFO:    Running post scriptlet\n`;
  return `${begin}${lines.join("\n")}\nFATAL:   While performing build: while running engine: while running %post section: ${end}\n`;
}

const rootOf = (text: string): string | undefined => diagnoseText(text).causes[0]?.cause;

describe("what programs of %post say", () => {
  test.each([
    // A mirror list is also not had where there is no network.
    [
      [
        "+ dnf -y install gcc",
        "Error: Failed to download metadata for repo 'baseos': Cannot prepare internal mirrorlist: Curl error (6): Couldn't resolve host name for https://mirrors.rockylinux.org/mirrorlist",
      ],
      "download-failed",
    ],
    [
      [
        "+ yum -y install gcc",
        "Error: Failed to download metadata for repo 'appstream': Cannot prepare internal mirrorlist: No URLs in mirrorlist",
      ],
      "repository-gone",
    ],
    [
      [
        "+ npm install",
        "npm ERR! network request to https://registry.npmjs.org/x failed, reason: getaddrinfo ENOTFOUND registry.npmjs.org",
      ],
      "download-failed",
    ],
    [["+ go build ./...", "go: example.org/y@v1: dial tcp: lookup proxy.golang.org: no such host"], "download-failed"],
    [
      [
        "+ curl -o /none/x https://example.org/x",
        "Warning: Failed to open the file /none/x: No such file or directory",
        "curl: (23) Failure writing output to destination",
      ],
      "command-failed",
    ],
    [["+ wget --no-such https://example.org/x", "wget: unrecognized option '--no-such'"], "command-failed"],
    [
      [
        "+ pip install x",
        "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError: Failed to establish a new connection'",
        "ERROR: Failed building wheel for x",
      ],
      "command-failed",
    ],
    [
      [
        "+ pip install x",
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError: Failed to establish a new connection'",
        "ERROR: Could not find a version that satisfies the requirement x (from versions: none)",
        "ERROR: No matching distribution found for x",
      ],
      "download-failed",
    ],
    [["+ cd /tmp", "+ tar cf x.tar /usr", "tar: x.tar: Wrote only 2048 of 10240 bytes"], "no-space-in-tmp"],
  ] as const)("%j", (lines, cause) => {
    expect(rootOf(inPost(lines))).toBe(cause);
  });
});

test("a package of directories that are mounted is no matter of owners", () => {
  const lines = [
    "+ dnf -y update",
    "Error unpacking rpm package filesystem-3.16-1.noarch",
    "Error: Transaction failed",
  ];
  const userns =
    "INFO:    User not listed in /etc/subuid, trying root-mapped namespace\nINFO:    fakeroot command not found\n";
  for (const before of ["", userns]) expect(rootOf(inPost(lines, "exit status 1", before))).toBe("mounted-system-file");
});

test("where the reason was sent away the cure says so", () => {
  const recipe = parse("Bootstrap: docker\nFrom: debian:12\n\n%post\n    apt-get install -y dbus >/dev/null\n");
  const text = inPost(
    ["+ apt-get install -y dbus", "E: Sub-process /usr/bin/dpkg returned an error code (1)"],
    "exit status 100",
  );
  expect(diagnoseText(text, recipe).causes[0]?.cure.advice).toMatch("/dev/null");
});

describe("account tools without user namespaces", () => {
  test.each([
    ["groupadd that is silenced", ["+ groupadd -r g"], "exit status 10", "account-files-mounted"],
    ["useradd that is silenced", ["+ useradd -r u"], "exit status 1", "account-files-mounted"],
    [
      "a group that could not be made before",
      [
        "+ groupadd -r g",
        "groupadd: failure while writing changes to /etc/group",
        "+ true",
        "+ useradd -r -g g u",
        "useradd: group 'g' does not exist",
      ],
      "exit status 6",
      "account-files-mounted",
    ],
    ["a wrong use, silenced", ["+ groupadd -r"], "exit status 2", "command-failed"],
    [
      "another reason",
      ["+ groupdel nogroup", "groupdel: cannot remove the primary group of user 'nobody'"],
      "exit status 8",
      "command-failed",
    ],
  ] as const)("%s", (_, lines, end, cause) => {
    expect(rootOf(inPost(lines, end, SUID))).toBe(cause);
  });

  test("a file that is bound over /etc/group", () => {
    const lines = ["+ groupadd -r g", "groupadd: cannot open /etc/group: Permission denied"];
    expect(rootOf(inPost(lines, "exit status 10"))).toBe("account-files-mounted");
  });

  test("elsewhere the same is the command's own failure", () => {
    expect(rootOf(inPost(["+ useradd -r -g g u", "useradd: group 'g' does not exist"], "exit status 6"))).toBe(
      "command-failed",
    );
    expect(rootOf(inPost(["+ groupadd -r g"], "exit status 10"))).toBe("command-failed");
  });
});

describe("what engines say", () => {
  test.each([
    [
      "FATAL:   could not use fakeroot: could not open /etc/subuid: open /etc/subuid: no such file or directory",
      "no-fakeroot-mode",
      "start",
    ],
    [
      "FATAL:   While performing build: conveyor failed to get: initializing source docker://ghcr.io/a/b:1: reading manifest 1 in ghcr.io/a/b: denied",
      "image-denied",
      "fetch",
    ],
    // A socket between the engine's own processes.
    [
      "FATAL:   While performing build: packer failed to pack: root filesystem extraction failed: while requesting file descriptors send: read unix @->@: read: connection reset by peer",
      "unknown",
      "unpack",
    ],
    [
      'FATAL:   Unable to create build: while searching for mksquashfs: exec: "mksquashfs": executable file not found in $PATH',
      "unknown",
      "start",
    ],
    [
      "FATAL:   Unable to build from x.def: unable to open file x.def: open x.def: no such file or directory",
      "unknown",
      "start",
    ],
    [
      "INFO:    Creating SIF file...\nFATAL:   While performing build: while creating squashfs: create command failed: exit status 1: \nWrite failed because No space left on device\nFATAL ERROR:Failed to write to output filesystem",
      "no-space-in-build-dir",
      "assemble",
    ],
    [
      'INFO:    Running post scriptlet\nFATAL:   "/bin/sh": executable file not found in $PATH\nFATAL:   While performing build: while running engine: while running %post section: exit status 255',
      "base-without-shell",
      "post",
    ],
    [
      "INFO:    Running setup scriptlet\n+ cp a /tmp/x\ncp: cannot stat 'a': No such file or directory\nFATAL:   failed to execute %setup proc: exit status 1\nFATAL:   While performing build: while running engine: exit status 255",
      "command-failed",
      "setup",
    ],
  ])("%s", (said, cause, phase) => {
    const found = diagnoseText(`${phase === "start" ? "" : "INFO:    Starting build...\n"}${said}\n`);
    expect([found.causes[0]?.cause, found.phase]).toEqual([cause, phase]);
  });

  test("Singularity 3 says the script's own status in a line before its end", () => {
    const text =
      "INFO:    Running post scriptlet\n+ frob\nFATAL:   failed to execute %post proc: exit status 127\nFATAL:   While performing build: while running engine: exit status 255\n";
    expect(diagnoseText(text).exitStatus).toBe(127);
  });

  test("a base that cannot be read is not said to be out of reach", () => {
    const [cause] = diagnoseText(
      "INFO:    Starting build...\nFATAL:   While performing build: conveyor failed to get: while extracting: no loop devices available\n",
    ).causes;
    expect([cause?.cause, cause?.cure.kind]).toEqual(["image-unreachable", "none"]);
  });

  test("the disk of the image is full, not the temporary directory", () => {
    const [cause] = diagnoseText(
      "INFO:    Creating SIF file...\nFATAL:   While performing build: while creating SIF: while creating container: write /home/a/o.sif: no space left on device\n",
    ).causes;
    expect([cause?.cause, cause?.cure.kind]).toEqual(["no-space-in-build-dir", "host"]);
  });

  test("a source that may not be read is not missing, and its line is named", () => {
    const recipe = parse("Bootstrap: docker\nFrom: debian:12\n\n%files\n    a /srv/a\n    secret /srv/secret\n");
    const text =
      "INFO:    Starting build...\nINFO:    Copying secret to /srv/secret\nFATAL:   While performing build: unable to copy files from host to container fs: while copying [secret] to /tmp/build-temp-1/rootfs/srv/secret: [-fLr secret /tmp/build-temp-1/rootfs/srv/secret]: cp: cannot open 'secret' for reading: Permission denied\n";
    expect(diagnoseText(text, recipe).causes[0]).toMatchObject({ cause: "unknown", line: 6 });
  });
});

test("the starter's last word ends a log, and is no full disk", () => {
  for (const said of [
    "Failed to write to GID map: Operation not permitted",
    "Failed to create container process: No space left on device",
  ])
    expect(rootOf(`INFO:    Starting build...\nERROR  : ${said}\n`)).toBe("no-fakeroot-mode");
});

test("a refusal before the start is a build of its own", () => {
  const earlier = inPost(["+ pip install x", "OSError: [Errno 28] No space left on device"]);
  for (const [refusal, cause] of [
    ["FATAL:   /etc/subuid mapping found but no user namespace available for fakeroot", "no-fakeroot-mode"],
    [
      "FATAL:   While checking build target: build target 'x.sif' already exists. Use --force if you want to overwrite it",
      "target-exists",
    ],
  ] as const) {
    const found = diagnoseText(`${earlier}${refusal}\n`);
    expect([found.phase, found.causes.map((each) => each.cause)]).toEqual(["start", [cause]]);
  }
});

test("blanks at the ends of lines change nothing", () => {
  const recipe = parse("Bootstrap: docker\nFrom: debian:12\n\n%post\n    echo a\n    make all\n");
  const text = inPost(
    ["+ echo a", "a", "+ make all", "make: *** No rule to make target 'all'.  Stop."],
    "exit status 2",
  );
  expect(diagnoseText(text.replaceAll("\n", "  \n"), recipe).causes[0]?.line).toBe(6);
});
