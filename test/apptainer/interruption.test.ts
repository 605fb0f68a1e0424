/** Builds by real Apptainer that are interrupted: nothing of ours may stay, and the old image must. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { constants } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Running, writeRecipe } from "./lab.ts";
import { type LabMode, placeOf, settingOf } from "./modes.ts";
import { fingerprint, leftIn, makeOld, processesLeft } from "./old-image.ts";
import { randomFrom, signalGroup } from "./signals.ts";
import { useLab } from "./use-lab.ts";

const { lab, hasLab } = await useLab({ withoutSuid: "skipped" });

/** DEFLINT_SEED=... repeats a run. */
const SEED = Number(process.env["DEFLINT_SEED"] ?? Date.now() % 1e6);
const random = randomFrom(SEED);

const MODES: readonly LabMode[] = ["subuid", "userns-fakeroot", "suid-fakeroot"];
const isHere = (mode: LabMode) => hasLab && (mode !== "suid-fakeroot" || lab.hasSuid);

type Form = "sif" | "sandbox";
const FORMS: Readonly<Record<Form, readonly string[]>> = {
  sif: ["--mksquashfs-args", "-comp gzip -Xcompression-level 1"],
  sandbox: ["--sandbox"],
};

/** About a second of each: %post with processes of its own and foreign files in /tmp, then work for mksquashfs. */
const POST = [
  "sleep 600 &",
  "mkdir /tmp/theirs; echo x > /tmp/theirs/x; chown -R 101:101 /tmp/theirs; chmod 700 /tmp/theirs",
  "mkdir /data; chown 101:101 /data",
  "for number in 1 2 3 4 5; do dd if=/dev/urandom of=/data/$number bs=1M count=4; sleep 0.1; done",
];

interface Started {
  readonly cwd: string;
  readonly running: Running;
  readonly before: readonly string[];
  readonly old: string;
  readonly pid: number;
}

function start(mode: LabMode, form: Form, post = POST): Started {
  const cwd = lab.directory(settingOf(mode, lab, ".").user);
  const setting = settingOf(mode, lab, cwd);
  writeRecipe(cwd, "r.def", post);
  makeOld(cwd, form, setting.user);
  const before = readdirSync(cwd);
  const old = fingerprint(join(cwd, "out"));
  const argv = ["build", "-F", ...setting.flags, ...FORMS[form], "out", "r.def"];
  const running = lab.startDeflint(argv, placeOf(setting, cwd));
  return { cwd, running, before, old, pid: running.child.pid ?? 0 };
}

/** Resolves once the lab's shell has become deflint. */
async function started({ pid }: Started): Promise<void> {
  while (basename(readlinkSync(`/proc/${pid}/exe`)) !== "node") await pause(10);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Checks what an interrupted build has left. `signal` is the first that was sent. */
async function checkEnd({ cwd, running, before, old }: Started, signal: NodeJS.Signals): Promise<string> {
  const { code: exitCode, text } = await running.ended;
  const code = codeOf(running, exitCode, text);
  expect(leftIn(cwd, before), text).toEqual([]);
  expect(lab.processesIn(cwd), text).toEqual([]);
  expect([0, 128 + constants.signals[signal]], text).toContain(code);
  if (code === 0) expect(fingerprint(join(cwd, "out")), "it said that the build was complete").not.toBe(old);
  else expect(fingerprint(join(cwd, "out")), text).toBe(old);
  return `${code === 0 ? "complete" : "ended"} after: ${
    text
      .trimEnd()
      .split("\n")
      .findLast((line) => /INFO|^\+/.test(line)) ?? "nothing was said"
  }`;
}

/** Before deflint holds its signals, and when Node.js has let go of them at its end, it ends as any process does. */
function codeOf({ child }: Running, exitCode: number | null, text: string): number | null {
  if (child.signalCode === null) return exitCode;
  if (text.includes("the image is complete")) return 0;
  const said = /ended by (SIG\w+)/.exec(text)?.[1] as NodeJS.Signals | undefined;
  return 128 + constants.signals[said ?? child.signalCode];
}

describe.each(MODES)("in mode %s", (mode) => {
  it.runIf(isHere(mode))(`leaves nothing and keeps the old image, at ten random moments (seed ${SEED})`, async () => {
    const seconds: Record<Form, number> = { sif: 0, sandbox: 0 };
    for (const form of ["sif", "sandbox"] as const) {
      const whole = start(mode, form);
      await started(whole);
      const began = performance.now();
      const { code, text } = await whole.running.ended;
      expect(code, text).toBe(0);
      expect(leftIn(whole.cwd, whole.before)).toEqual([]);
      seconds[form] = (performance.now() - began) / 1000;
    }
    for (let number = 0; number < 10; number++) {
      const form = number % 2 === 0 ? "sif" : "sandbox";
      const signal = number % 4 < 2 ? "SIGINT" : "SIGTERM";
      const isGroup = random() < 0.5;
      const moment = ((number + random()) / 10) * seconds[form];
      const build = start(mode, form);
      await started(build);
      await pause(moment * 1000);
      if (isGroup) signalGroup(build.pid, signal);
      else build.running.child.kill(signal);
      const how = await checkEnd(build, signal);
      const whom = isGroup ? "to the group" : "to deflint";
      process.stderr.write(
        `${mode} ${form} ${signal} ${whom} at ${moment.toFixed(2)} of ${seconds[form].toFixed(2)} s: ${how}\n`,
      );
    }
  });

  it.runIf(isHere(mode))(`leaves nothing when a second signal follows (seed ${SEED})`, async () => {
    for (const [first, second] of [
      ["SIGINT", "SIGINT"],
      ["SIGTERM", "SIGINT"],
      ["SIGHUP", "SIGTERM"],
    ] as const) {
      const build = start(mode, first === "SIGTERM" ? "sif" : "sandbox");
      await build.running.said(random() < 0.5 ? "Extracting local image" : "dd if=");
      await pause(random() * 500);
      signalGroup(build.pid, first);
      await pause(random() * 200);
      signalGroup(build.pid, second);
      await checkEnd(build, first);
    }
  });

  it.runIf(isHere(mode))("leaves nothing on SIGHUP", async () => {
    const build = start(mode, "sif");
    await build.running.said("dd if=");
    build.running.child.kill("SIGHUP");
    await checkEnd(build, "SIGHUP");
    expect(readFileSync(join(build.cwd, "out.deflint/build.log"), "utf8")).toContain("dd if=");
  });

  it.runIf(isHere(mode)).each(["sif", "sandbox"] as const)(
    "a build after one that was killed clears up: %s",
    async (form) => {
      // Whatever %post leaves in the background outlives a build that is killed: nobody is left to end it.
      const { cwd, running, before, old } = start(mode, form, POST.slice(1));
      await running.said("dd if=");
      running.child.kill("SIGKILL");
      await new Promise((done) => running.child.on("exit", done));
      expect(fingerprint(join(cwd, "out"))).toBe(old);
      expect(leftIn(cwd, before).map((name) => name.replace(/-\w{6}$/, ""))).toEqual([
        ".out.deflint",
        "tmpdir/deflint",
      ]);
      // Without a reader Apptainer ends by itself at its next word.
      expect(await processesLeft(lab, cwd, 20)).toEqual([]);
      const setting = settingOf(mode, lab, cwd);
      const argv = ["build", "-F", ...setting.flags, ...FORMS[form], "out", "r.def"];
      const next = await lab.deflint(argv, placeOf(setting, cwd));
      expect(next.code, next.text).toBe(0);
      expect(next.text.match(/removed .*, left of a build that was killed/g)).toHaveLength(2);
      expect(leftIn(cwd, before)).toEqual([]);
    },
  );
});
