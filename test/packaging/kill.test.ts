/**
 * A deflint that is killed at any moment leaves the old recipe or the new one. 1000 runs of the bundle, or as many as
 * `DEFLINT_KILLS` says, and a third as many of a loop that does nothing but write; the moments come from a printed seed
 * (`DEFLINT_KILL_SEED`).
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeRandom } from "../fuzz/mutate.ts";
import { killOften, type Moment, run, type Tally, type Victim } from "./killing.ts";

const KILLS = Number(process.env["DEFLINT_KILLS"] ?? 1000);
const SEED = Number(process.env["DEFLINT_KILL_SEED"] ?? Date.now() % 1_000_000);
/** As many as the smallest machines that this runs on have processors. */
const AT_ONCE = 2;

const root = join(import.meta.dirname, "../..");
const draw = makeRandom(SEED);
/** From 0 to 1, without it. */
const random = (): number => draw(1_000_000) / 1_000_000;
let directory = "";

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "deflint-kill-"));
  const script = pathToFileURL(join(root, "scripts/build.mjs")).href;
  const dist = JSON.stringify(join(directory, "dist"));
  execFileSync(execPath, ["-e", `import("${script}").then(({ buildInto }) => buildInto(${dist}))`]);
  await build({
    absWorkingDir: root,
    entryPoints: ["test/packaging/write-loop.ts"],
    outfile: join(directory, "write-loop.cjs"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
  });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Programs that write beside each other, so that none may take another's draft for a leftover. */
function makeVictims(place: string, wordsOf: (name: string) => readonly string[]): Victim[] {
  mkdirSync(join(directory, place));
  return Array.from({ length: AT_ONCE }, (_, number) => {
    const name = `${number}.def`;
    const env = { HOME: directory, XDG_CACHE_HOME: join(directory, "cache"), NO_COLOR: "1" };
    return { directory: join(directory, place), name, words: wordsOf(name), env };
  });
}

async function killAll(
  title: string,
  victims: readonly Victim[],
  texts: { readonly old: Uint8Array; readonly mended: Uint8Array },
  count: number,
  chooseMoment: () => Moment,
): Promise<Tally> {
  const tally = { runs: 0, killedBefore: 0, killedAfter: 0, drafts: 0 };
  const share = Math.ceil(count / victims.length);
  await Promise.all(
    victims.map((victim) => killOften(victim, texts, Array.from({ length: share }, chooseMoment), tally)),
  );
  const { runs, killedBefore, killedAfter, drafts } = tally;
  process.stdout.write(
    `${title}, seed ${SEED}: ${runs} runs, ${killedBefore + killedAfter} killed: ${killedBefore} left the old recipe, ${killedAfter} the new one, none another; ${drafts} left a draft\n`,
  );
  for (const seen of [killedBefore, killedAfter, drafts]) expect(seen).toBeGreaterThan(0);
  return tally;
}

it("deflint --fix leaves the old recipe or the new one, and the next run clears up", async () => {
  const cli = join(directory, "dist/cli.cjs");
  const victims = makeVictims("fix", (name) => [cli, "--fix", "--isolated", "--no-shellcheck", name]);
  const [first] = victims as [Victim];
  const old = readFileSync(join(root, "fixtures/rpm-scriptlet-adds-user/01-named-package.def"));
  const durations: number[] = [];
  let mended: Uint8Array = old;
  for (let turn = 0; turn < 5; turn++) {
    for (const { name } of victims) writeFileSync(join(first.directory, name), old);
    const ends = await Promise.all(victims.map((victim) => run(victim)));
    for (const end of ends) expect([end.status, end.stderr]).toEqual([0, ""]);
    durations.push(...ends.map(({ milliseconds }) => milliseconds));
    mended = readFileSync(join(first.directory, first.name));
  }
  expect(mended).not.toEqual(old);
  const typical = durations.sort((a, b) => a - b)[durations.length >> 1] ?? 0;

  // Half of them over the whole run, half of them while it writes, which takes a few milliseconds of it.
  const { runs, killedBefore, killedAfter } = await killAll("deflint --fix", victims, { old, mended }, KILLS, () =>
    random() < 0.5 ? { after: "start", delay: random() * typical } : { after: "draft", delay: random() * 16 },
  );
  expect(killedBefore + killedAfter).toBeGreaterThan(runs / 2);

  await run(first);
  expect(readdirSync(first.directory).sort()).toEqual(victims.map(({ name }) => name));
});

it("a loop that does nothing but write leaves one text or the other, and the next write clears up", async () => {
  const texts = { old: Buffer.from("old line\n".repeat(30_000)), mended: Buffer.from("new\n".repeat(7)) };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(directory, name), text);
  const wordsOf = (name: string) => [join(directory, "write-loop.cjs"), name, "../old", "../mended"];
  const victims = makeVictims("loop", wordsOf);
  const [first] = victims as [Victim];
  const { runs, killedBefore, killedAfter } = await killAll("the loop", victims, texts, Math.ceil(KILLS / 3), () => ({
    after: "word",
    delay: random() * 60,
  }));
  expect(killedBefore + killedAfter).toBe(runs);

  const end = await run({ ...first, words: [...first.words, "1"] });
  expect([end.status, end.stderr]).toEqual([0, ""]);
  expect(readdirSync(first.directory).sort()).toEqual(victims.map(({ name }) => name));
});
