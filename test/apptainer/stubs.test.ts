/** The account stubs on real Apptainer: in every fakeroot mode, and with Debian's own packages. */
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { renderStub, type StubForm, type StubRestore } from "#rules/knowledge/accounts/account-stubs.ts";
import { sayLoudly } from "./lab.ts";
import { useLab } from "./use-lab.ts";

const { lab, hasLab } = await useLab({ withoutSuid: "skipped" });
const hasSuid = hasLab && lab.hasSuid;

/** A SIF of Debian 12 with adduser (debootstrap --variant=minbase --include=adduser; all owned by root). */
const DEBIAN = resolve(
  process.env["DEFLINT_DEBIAN_BASE"] ?? join(process.env["DEFLINT_LAB_TREE"] ?? "/opt/lab", "base-deb.sif"),
);
const hasDebian = hasSuid && existsSync(DEBIAN);
if (hasLab && !hasDebian) sayLoudly(`Only those of Debian's packages: no ${DEBIAN} (DEFLINT_DEBIAN_BASE).`);

const RPM = "unbound-demo-libs-1.0-1.noarch.rpm";
const MODES = {
  subuid: { user: "bob", flags: [], canAdd: true },
  userns: { user: "alice", flags: ["--ignore-fakeroot-command"], canAdd: true },
  "userns-fakeroot": { user: "alice", flags: [], canAdd: true },
  "suid-fakeroot": { user: "alice", flags: ["--ignore-userns"], canAdd: false },
} as const;
type Mode = keyof typeof MODES;
const CASES = (Object.keys(MODES) as Mode[]).flatMap((mode) =>
  (["quiet", "appending"] as const).flatMap((form) =>
    (["trap", "last-line"] as const).map((restore) => ({ mode, form, restore })),
  ),
);

interface Built {
  readonly code: number | null;
  readonly text: string;
  /** The image as a directory. */
  readonly image: string;
}

async function build(
  mode: Mode,
  form: StubForm,
  restore: StubRestore,
  post: readonly string[],
  options: { base?: string; section?: string } = {},
): Promise<Built> {
  const { user, flags } = MODES[mode];
  const cwd = lab.directory(user);
  const stub = renderStub(form, { indent: "    ", lineEnd: "\n", restore });
  if (options.base !== undefined) copyFileSync(options.base, join(cwd, "base.sif"));
  const head = `Bootstrap: localimage\nFrom: base.sif\n\n%files\n    ${RPM} /srv/\n\n`;
  const body = post.map((line) => `    ${line}\n`).join("");
  writeFileSync(join(cwd, "it.def"), `${head}${options.section ?? "%post"}\n${stub.block}${body}${stub.restore ?? ""}`);
  const env = { TMPDIR: join(cwd, "tmpdir"), LAB_FAKEROOT: options.base === undefined ? "sid" : "bookworm" };
  const ran = await lab.apptainer(["build", ...flags, "--sandbox", "-F", "image", "it.def"], {
    cwd,
    user,
    suid: mode === "suid-fakeroot",
    env,
  });
  return { ...ran, image: join(cwd, "image") };
}

function leftOver(image: string): string[] {
  return ["usr/bin", "usr/sbin"].flatMap((dir) =>
    readdirSync(join(image, dir)).filter((name) => name.includes("deflint")),
  );
}

const isElf = (path: string): boolean => readFileSync(path).subarray(1, 4).toString() === "ELF";

describe.skipIf(!hasLab)("a package that adds an account", () => {
  test.for(CASES)("$mode, $form, restored by $restore", async ({ mode, form, restore }, { skip }) => {
    skip(mode === "suid-fakeroot" && !hasSuid);
    const built = await build(mode, form, restore, [`rpm -i --nodeps /srv/${RPM}`, "rpm -q unbound-demo-libs"]);
    expect(built.code, built.text).toBe(0);
    const group = readFileSync(join(built.image, "etc/group"), "utf8");
    expect(group.includes("unbound")).toBe(MODES[mode].canAdd);
    for (const tool of ["groupadd", "useradd", "usermod"])
      expect(isElf(join(built.image, "usr/sbin", tool))).toBe(true);
    expect(leftOver(built.image)).toEqual([]);
  });

  test.for(Object.keys(MODES) as Mode[])("%s: a script that fails goes on failing", async (mode, { skip }) => {
    skip(mode === "suid-fakeroot" && !hasSuid);
    const built = await build(mode, "quiet", "trap", ["(exit 3)", "echo reached"]);
    expect(built.code).toBe(255);
    expect(built.text).toContain("exit status 3");
  });
});

describe.skipIf(!hasLab)("a second build from the first one's image", () => {
  const twice = CASES.filter(({ restore }) => restore === "trap");
  test.for(twice)("has the real tools again: $mode, $form", async ({ mode, form, restore }, { skip }) => {
    skip(mode === "suid-fakeroot" && !hasSuid);
    const first = await build(mode, form, restore, [`rpm -i --nodeps /srv/${RPM}`]);
    expect(first.code, first.text).toBe(0);
    const again = (lines: readonly string[]) => buildUpon(first.image, mode, lines);
    const plain = await again(["groupadd -r later", "getent group later"]);
    // They do what they did before: add where that is possible, and refuse where it is not.
    if (MODES[mode].canAdd) {
      expect(plain.code, plain.text).toBe(0);
      expect(readFileSync(join(plain.image, "etc/group"), "utf8")).toMatch(/^later:/m);
    } else {
      expect(plain.code).toBe(255);
      expect(plain.text).toContain("groupadd: failure while writing changes to /etc/group");
    }
    const { block, restore: end } = renderStub(form, { indent: "", lineEnd: "\n", restore: "last-line" });
    const stubbed = await again([...block.split("\n"), "groupadd -r other", ...(end ?? "").split("\n")]);
    expect(stubbed.code, stubbed.text).toBe(0);
    expect(leftOver(stubbed.image)).toEqual([]);
    expect(isElf(join(stubbed.image, "usr/sbin/groupadd"))).toBe(true);
  });
});

/** Builds the recipe of an image once more, as a SIF (Apptainer 1.4.5 crashes on a directory in the setuid mode), and upon that. */
async function buildUpon(image: string, mode: Mode, post: readonly string[]): Promise<Built> {
  const { user, flags } = MODES[mode];
  const cwd = dirname(image);
  const where = { cwd, user, suid: mode === "suid-fakeroot", env: { TMPDIR: join(cwd, "tmpdir") } };
  const fast = ["--mksquashfs-args", "-comp gzip -Xcompression-level 1"];
  const first = await lab.apptainer(["build", ...flags, ...fast, "-F", "first.sif", "it.def"], where);
  expect(first.code, first.text).toBe(0);
  const body = post.map((line) => `    ${line}\n`).join("");
  writeFileSync(join(cwd, "next.def"), `Bootstrap: localimage\nFrom: first.sif\n\n%post\n${body}`);
  const ran = await lab.apptainer(["build", ...flags, "--sandbox", "-F", "next", "next.def"], where);
  return { ...ran, image: join(cwd, "next") };
}

describe.skipIf(!hasSuid)("without user namespaces", () => {
  test("under bash as well", async () => {
    const post = [`rpm -i --nodeps /srv/${RPM}`, "rpm -q unbound-demo-libs"];
    for (const form of ["quiet", "appending"] as const) {
      const built = await build("suid-fakeroot", form, "trap", post, { section: "%post -c /bin/bash -eu" });
      expect(built.code, built.text).toBe(0);
      expect(leftOver(built.image)).toEqual([]);
      expect(isElf(join(built.image, "usr/sbin/groupadd"))).toBe(true);
    }
  });

  test("with the appending form the names can be used", async () => {
    const built = await build("suid-fakeroot", "appending", "trap", [
      "mkdir -p /opt",
      "useradd -r app; chown app:app /opt; stat -c owner=%U:%G /opt",
      "groupadd -g5000 lab; groupadd -f lab; useradd --uid=1234 -g lab -m -d /opt/bob bob; usermod -aG lab bob",
      "id bob; ls -ld /opt/bob",
      "useradd -rm svc -s /bin/bash; install -d -o svc -g svc /opt/svc",
      "if groupadd lab; then exit 77; fi",
    ]);
    expect(built.code, built.text).toBe(0);
    expect(built.text).toContain("owner=app:app");
    expect(built.text).toContain("uid=1234(bob) gid=5000(lab)");
    expect(readFileSync(join(built.image, "etc/passwd"), "utf8")).not.toContain("app");
    expect(leftOver(built.image)).toEqual([]);
  });
});

describe.skipIf(!hasDebian)("Debian's packages without user namespaces", () => {
  const apt = (packages: string): string[] => [
    "export DEBIAN_FRONTEND=noninteractive",
    "apt-get -qq -o Acquire::Check-Valid-Until=false -o Acquire::Check-Date=false update",
    `apt-get install -qq -y --no-install-recommends ${packages} </dev/null`,
    "dpkg --audit",
  ];

  test("install with the appending form", async () => {
    const packages =
      "openssh-client openssh-server dbus uuid-runtime rpcbind nfs-common postfix ssl-cert avahi-daemon udev munge";
    // systemd brings its own tool for accounts
    const post = apt(`${packages} systemd polkitd libibverbs1`);
    const built = await build("suid-fakeroot", "appending", "trap", post, { base: DEBIAN });
    expect(built.code, built.text).toBe(0);
    expect(leftOver(built.image)).toEqual([]);
    expect(existsSync(join(built.image, "usr/sbin/systemd-sysusers"))).toBe(false);
    expect(isElf(join(built.image, "usr/sbin/groupadd"))).toBe(true);
  });

  test("adduser and addgroup work with the appending form", async () => {
    const built = await build(
      "suid-fakeroot",
      "appending",
      "trap",
      [
        "addgroup --system g1; adduser --system --ingroup g1 --home /var/lib/g1 g1",
        'adduser --disabled-password --gecos "A B" person; adduser person g1; id person; deluser person',
      ],
      { base: DEBIAN },
    );
    expect(built.code, built.text).toBe(0);
    expect(built.text).toContain("uid=1000(person)");
  });
});
