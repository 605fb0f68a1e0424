/** Messages of engines, package managers and batch systems that no build of the fixtures shows. */
import { describe, expect, test } from "vitest";
import { parse } from "#grammar/index.ts";
import { diagnoseText } from "./logs.ts";

const MODES: Readonly<Record<string, string>> = {
  none: "",
  userns:
    "INFO:    User not listed in /etc/subuid, trying root-mapped namespace\nINFO:    fakeroot command not found\n",
  suid: "INFO:    Could not start root-mapped namespace\nINFO:    Using --fix-perms because building from a definition file\n",
};

function inPost(mode: string, lines: readonly string[], end = "exit status 1"): string {
  const begin = `${MODES[mode]}INFO:    Starting build...\nINFO:    Running post scriptlet\n`;
  return `${begin}${lines.join("\n")}\nFATAL:   While performing build: while running engine: while running %post section: ${end}\n`;
}

function causesOf(text: string): string[] {
  return diagnoseText(text).causes.map(({ cause }) => cause);
}

describe("what programs of %post say", () => {
  test.each([
    [
      "suid",
      [
        "+ dnf -y install rpcbind",
        "groupadd: failure while writing changes to /etc/group",
        ">>> [RPM] %prein(rpcbind-1.2.6-7.el9.x86_64) scriptlet failed, exit status 6",
      ],
      "account-files-mounted scriptlet-failed",
    ],
    [
      "suid",
      [
        "+ dnf -y install rpcbind",
        "useradd: group 'rpc' does not exist",
        "error: %prein(rpcbind-1.2.6-7.el9.x86_64) scriptlet failed, exit status 6",
      ],
      "account-files-mounted scriptlet-failed",
    ],
    [
      "suid",
      [
        "+ apt-get install -y ssh",
        "groupadd: failure while writing changes to /etc/group",
        'addgroup: "/sbin/groupadd -g 101 _ssh" returned error code 10. Exiting.',
        "dpkg: error processing package openssh-client (--configure):",
        "E: Sub-process /usr/bin/dpkg returned an error code (1)",
      ],
      "account-files-mounted scriptlet-failed",
    ],
    [
      "suid",
      ["+ sh install.sh", "OSError: [Errno 16] Device or resource busy: '/etc/passwd.new' -> '/etc/passwd'"],
      "account-files-mounted",
    ],
    [
      "suid",
      [
        "+ dnf -y install x",
        "groupadd: failure while writing changes to /etc/group",
        "Error: Unable to find a match: nosuch",
      ],
      "package-not-found",
    ],
    [
      "suid",
      [
        "+ dnf -y install openssh-server nosuch",
        "groupadd: failure while writing changes to /etc/group",
        "Complete!",
        "+ make",
        "make: *** [all] Error 2",
      ],
      "command-failed",
    ],
    ["suid", ["+ chown -R munge:munge /etc/munge", "chown: invalid user: 'munge:munge'"], "account-not-made"],
    [
      "userns",
      ["+ dnf -y install httpd", "Error unpacking rpm package httpd-2.4.57-5.el9.x86_64", "Error: Transaction failed"],
      "ownership-refused",
    ],
    [
      "userns",
      [
        "+ rpm -i x.rpm",
        "error: unpacking of archive failed on file /usr/bin/write;61265824: cpio: chown failed - Invalid argument",
        "error: util-linux-2.37-1.x86_64: install failed",
      ],
      "ownership-refused",
    ],
    [
      "userns",
      [
        "+ rpm -i x.rpm",
        "error: unpacking of archive failed on file /usr/bin/ping: cpio: cap_set_file failed - Operation not permitted",
      ],
      "capability-refused",
    ],
    [
      "userns",
      [
        "+ apt-get update",
        "E: setegid 65534 failed - setegid (22: Invalid argument)",
        "E: Method http has died unexpectedly!",
      ],
      "apt-sandbox",
    ],
    [
      "none",
      [
        "+ dnf -y update",
        "error: unpacking of archive failed on file /dev: cpio: chown failed - No such file or directory",
        "error: filesystem-3.16-5.el9.x86_64: install failed",
      ],
      "mounted-system-file",
    ],
    [
      "none",
      [
        "+ pip install torch",
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
      ],
      "no-space-in-tmp",
    ],
    [
      "none",
      [
        "+ pip install torch",
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device: '/usr/local/lib/python3.11/x'",
      ],
      "no-space-in-build-dir",
    ],
    [
      "none",
      ["+ make", "/tmp/ccX3.s: fatal error: error writing to /tmp/ccX3.s: No space left on device"],
      "no-space-in-tmp",
    ],
    [
      "none",
      ["+ apt-get install -y x", "E: You don't have enough free space in /var/cache/apt/archives/."],
      "no-space-in-build-dir",
    ],
    [
      "none",
      ["+ dnf -y install x", "   At least 100MB more space needed on the / filesystem."],
      "no-space-in-build-dir",
    ],
    ["none", ["+ cd /tmp/src", "+ tar xf a.tar", "tar: a/b: Cannot write: No space left on device"], "no-space-in-tmp"],
    ["none", ["+ conda install x", "OSError: [Errno 122] Disk quota exceeded"], "quota-exceeded"],
    ["none", ["+ apt-get install -y x", "E: Package 'x' has no installation candidate"], "package-not-found"],
    [
      "none",
      ["+ dnf -y install x", "No match for argument: x", "Error: Unable to find a match: x"],
      "package-not-found",
    ],
    ["none", ["+ pip install x", "ERROR: No matching distribution found for x"], "package-not-found"],
    ["none", ["+ apk add x", "ERROR: unable to select packages:", "  x (no such package):"], "package-not-found"],
    [
      "none",
      [
        "+ yum -y install gcc",
        "Error: Failed to download metadata for repo 'appstream': Cannot prepare internal mirrorlist: No URLs in mirrorlist",
      ],
      "repository-gone",
    ],
    ["none", ["+ curl -fLO https://x.invalid/a", "curl: (6) Could not resolve host: x.invalid"], "download-failed"],
    ["none", ["+ wget https://x.invalid/a", "wget: unable to resolve host address 'x.invalid'"], "download-failed"],
    [
      "none",
      [
        "+ git clone https://x.invalid/a",
        "fatal: unable to access 'https://x.invalid/a/': Could not resolve host: x.invalid",
      ],
      "download-failed",
    ],
    ["none", ["+ apt-get install hello", "Do you want to continue? [Y/n] Abort."], "prompt-unanswered"],
    ["none", ["+ dnf install hello", "Is this ok [y/N]: Operation aborted."], "prompt-unanswered"],
    ["none", ["+ make -j", "c++: fatal error: Killed signal terminated program cc1plus"], "out-of-memory"],
    ["none", ["+ make -j", "virtual memory exhausted: Cannot allocate memory"], "out-of-memory"],
    [
      "none",
      ["fakeroot: line 1: getopt: command not found", "fakeroot, create a fake root environment."],
      "getopt-missing",
    ],
    ["none", ["+ ./tool", "bash: ./tool: cannot execute binary file: Exec format error"], "architecture-mismatch"],
    ["none", ["+ sudo make", "sudo: PERM_SUDOERS: setresuid(-1, 1, -1): Invalid argument"], "sudo-refused"],
    ["none", ["+ su nobody -c id", "su: cannot set groups: Operation not permitted"], "user-switch-refused"],
    [
      "none",
      ["+ make", "x.c:1:1: error: expected identifier", "make: *** [Makefile:2: x.o] Error 1"],
      "command-failed",
    ],
    [
      "none",
      ["+ echo 'No space left on device'", "No space left on device is what it says", "+ false"],
      "command-failed",
    ],
    ["none", ["+ set +x"], "unknown"],
    ["none", ["+ /bin/bash -e /.post.script"], "unknown"],
  ] as const)("%s: %j", (mode, lines, causes) => {
    expect(causesOf(inPost(mode, lines)).join(" ")).toBe(causes);
  });

  test("the evidence of make's failure is the compiler's word", () => {
    const text = inPost("none", [
      "+ make",
      "x.c:1:1: error: expected identifier",
      "make: *** [Makefile:2: x.o] Error 1",
    ]);
    expect(diagnoseText(text).causes[0]?.evidence).toEqual({ line: 4, text: "x.c:1:1: error: expected identifier" });
  });
});

describe("what engines say", () => {
  test.each([
    ["FATAL:   suid workflow disabled by administrator", "setuid-disabled"],
    [
      "FATAL:   newuidmap was not found in PATH (/usr/bin), required with fakeroot and unprivileged installation",
      "newuidmap-missing",
    ],
    [
      "ERROR  : 'newuidmap' execution failed. Check that 'newuidmap' is setuid root or has setcap cap_setuid+eip.\nFATAL:   While performing build: while running engine: exit status 1",
      "newuidmap-missing",
    ],
    ["FATAL:   could not use fakeroot: no mapping entry found in /etc/subuid for bob", "no-fakeroot-mode"],
    ["FATAL:   could not use fakeroot: no mapping entry found in /etc/subgid for bob", "no-fakeroot-mode"],
    [
      "FATAL:   You must be the root user, however you can use --remote or --fakeroot to build from a Singularity recipe file",
      "no-fakeroot-mode",
    ],
    [
      "FATAL:   --remote, --fakeroot, or the proot command are required to build this source as a non-root user",
      "no-fakeroot-mode",
    ],
    [
      "ERROR  : Failed to create user namespace: user namespace disabled\nFATAL:   While performing build: while running engine: exit status 1",
      "no-fakeroot-mode",
    ],
    [
      "FATAL:   While performing build: conveyor failed to get: reading manifest 99 in docker.io/library/debian: manifest unknown",
      "image-unreachable",
    ],
    [
      "FATAL:   While performing build: conveyor failed to get: initializing source docker://x/y:1: reading manifest 1 in docker.io/x/y: requested access to the resource is denied",
      "image-denied",
    ],
    [
      "FATAL:   While performing build: conveyor failed to get: initializing source: toomanyrequests: You have reached your pull rate limit",
      "image-denied",
    ],
    [
      'FATAL:   While performing build: conveyor failed to get: Get "https://index.docker.io/v2/": dial tcp 3.2.1.1:443: i/o timeout',
      "image-unreachable",
    ],
    [
      "FATAL:   While performing build: conveyor failed to get: writing blob: write /home/bob/.apptainer/cache/blob/x: no space left on device",
      "no-space-in-cache",
    ],
    [
      "FATAL:   While performing build: conveyor failed to get: writing blob: write /home/bob/.apptainer/cache/blob/x: disk quota exceeded",
      "quota-exceeded",
    ],
    [
      "FATAL:   While performing build: conveyor failed to get: writing blob: write /tmp/bundle-temp-12/oci-put-blob1: no space left on device",
      "no-space-in-build-dir",
    ],
    [
      "FATAL:   While performing build: packer failed to pack: while unpacking tmpfs: error unpacking rootfs: unpack layer: unpack entry: etc/gshadow: link: unpriv.lchown: operation not permitted",
      "build-dir-refuses-owners",
    ],
    [
      "FATAL:   While performing build: packer failed to pack: while unpacking tmpfs: error unpacking rootfs: mkdir rootfs: mkdir /nfs/build-temp-1/rootfs: no such file or directory",
      "build-dir-refuses-owners",
    ],
    [
      "FATAL:   While performing build: conveyor failed to get: while copying pseudo devices: while creating /tmp/build-temp-5/rootfs/dev/null: operation not permitted",
      "device-node-refused",
    ],
    [
      "FATAL:   While performing build: while creating squashfs: create command failed: exit status 1: Write failed because No space left on device",
      "no-space-in-build-dir",
    ],
    [
      "FATAL:   Unable to create build: while ensuring correct compression algorithm: while creating squashfs: create command failed: exit status 1: FATAL ERROR:Failed to create thread",
      "out-of-memory",
    ],
    [
      "FATAL:   While performing build: while creating squashfs: create command failed: signal: killed: ",
      "out-of-memory",
    ],
    [
      "FATAL:   Unable to create build: 'noexec' mount option set on /tmp, temporary root filesystem won't be usable at this location",
      "build-dir-noexec",
    ],
    ["FATAL:   While performing build: while running engine: signal: bad system call", "seccomp-refused"],
    ["FATAL:   While performing build: no image found in image index for architecture arm64", "architecture-mismatch"],
    [
      "INFO:    Running post scriptlet\nslurmstepd: error: *** JOB 12 ON c1 CANCELLED AT 2026-11-22T20:00:00 DUE TO TIME LIMIT ***",
      "time-limit",
    ],
    [
      "INFO:    Running post scriptlet\nslurmstepd: error: Detected 1 oom_kill event in StepId=12.0. Some of the step tasks have been OOM Killed.",
      "out-of-memory",
    ],
    [
      "INFO:    Running post scriptlet\ndeflint build: ended by SIGINT; the log is x.sif.deflint/build.log",
      "interrupted",
    ],
    ["INFO:    Running post scriptlet\nKilled", "out-of-memory"],
    ["FATAL:   something that nobody has ever seen", "unknown"],
  ])("%s", (said, cause) => {
    const { outcome, causes } = diagnoseText(`INFO:    Starting build...\n${said}\n`);
    expect([outcome, causes[0]?.cause]).toEqual(["failed", cause]);
  });
});

describe("other engines", () => {
  test("Singularity 3 with --debug", () => {
    const text = [
      "DEBUG   [U=1000,P=5]       persistentPreRun()            Singularity version: 3.8.7",
      "INFO    [U=0,P=5]          Full()                        Starting build...",
      "INFO    [U=0,P=5]          runPostScript()               Running post scriptlet",
      "+ apt-get update",
      "E: setgroups 65534 failed - setgroups (1: Operation not permitted)",
      "FATAL   [U=0,P=5]          runBuildLocal()               While performing build: while running engine: while running /.post.script: exit status 100",
    ].join("\n");
    const found = diagnoseText(text);
    expect(found).toMatchObject({ phase: "post", exitStatus: 100, engine: { kind: "singularity", version: "3.8.7" } });
    expect(found.causes[0]?.cause).toBe("apt-sandbox");
  });

  test("SingularityCE with proot", () => {
    const text =
      "INFO:    Using proot to build unprivileged. Not all builds are supported. If build fails, use --remote or --fakeroot.\nINFO:    Starting build...\nINFO:    Running post scriptlet\n+ false\nFATAL:   While performing build: while running engine: exit status 1\n";
    expect(diagnoseText(text)).toMatchObject({
      mode: "proot",
      engine: { kind: "singularity-ce" },
      causes: [{ cause: "command-failed" }],
    });
  });
});

describe("where no trace names the command", () => {
  const find = (body: string, output: readonly string[]) => {
    const recipe = parse(`Bootstrap: docker\nFrom: rockylinux:9\n%post -c /bin/bash -e\n${body}`);
    const text = inPost("suid", ["+ /bin/bash -e /.post.script", ...output]);
    return diagnoseText(text, recipe).causes[0]?.line;
  };

  test.each([
    [
      "the package of the scriptlet",
      "dnf -y install gcc\ndnf -y install rpcbind\n",
      ["error: %prein(rpcbind-1.2.6-7.el9.x86_64) scriptlet failed, exit status 6"],
      5,
    ],
    ["the program", "dnf -y install gcc\nsed -i s/a/b/ /x\n", ["sed: can't read /x: No such file or directory"], 5],
    ["the line that bash names", "cd /\nx\n", ["/.post.script: line 2: x: command not found"], 5],
    [
      "the update of apt",
      "apt-get update\napt-get install -y x\n",
      ["E: setgroups 65534 failed - setgroups (1: Operation not permitted)"],
      4,
    ],
    [
      "the install of apt",
      "apt-get update\napt-get install -y x\n",
      ["Building dependency tree...", "E: Unable to locate package x"],
      5,
    ],
    [
      "nothing, when two may be it",
      "sed -i s/a/b/ /x\nsed -i s/a/c/ /x\n",
      ["sed: can't read /x: No such file or directory"],
      null,
    ],
  ] as const)("%s", (_, body, output, line) => {
    expect(find(body, output)).toBe(line);
  });
});

test("a file that holds no log says so, and nothing else", () => {
  for (const text of ["", "\n\n", "\u0000\u0001\u0002", "hello\nworld\n", "error: no space left on device\n"]) {
    expect(diagnoseText(text)).toMatchObject({ outcome: "cut", phase: undefined, causes: [] });
  }
});
