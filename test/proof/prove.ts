/**
 * `npm run prove [-- WORD...]`: builds what the rules claim, in every mode, on real Apptainer. Words are codes (DF103) and modes
 * (subuid); without any, all is built and docs/proof.md written. `--record` writes it for the rules that are named as well.
 * Exits with 1 where something seen is not what is claimed. `DEFLINT_PROOF_LOGS` names a directory that keeps the logs.
 */
import { resolve } from "node:path";
import { openLab } from "../apptainer/lab.ts";
import { LAB_MODES, type LabMode } from "../apptainer/modes.ts";
import { loadProofs } from "./all-proofs.ts";
import { openBases } from "./bases.ts";
import { proveRule } from "./prove-rule.ts";
import { writeProofPage } from "./render-proof.ts";
import { readRecord, type SeenRow, writeRecord } from "./seen.ts";
import { serveImages } from "./served-images.ts";

const words = process.argv.slice(2).filter((word) => word !== "--record");
const isMode = (word: string): word is LabMode => (LAB_MODES as readonly string[]).includes(word);
const modes = words.some(isMode) ? LAB_MODES.filter((mode) => words.includes(mode)) : LAB_MODES;
const codes = words.filter((word) => !isMode(word));
const isRecorded = modes.length === LAB_MODES.length && (codes.length === 0 || process.argv.includes("--record"));
const all = await loadProofs();
const proofs = codes.length === 0 ? all : all.filter(({ rule }) => codes.includes(rule));
const unknown = codes.filter((code) => !all.some(({ rule }) => rule === code));
if (unknown.length > 0) throw new Error(`no proof of ${unknown.join(", ")}`);

// Outside /tmp: some proofs put a small file system of their own there, or delete all that is in it.
const lab = await openLab("/mnt");
if (typeof lab === "string") throw new Error(lab);
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const bases = openBases(lab, say);
const served = await serveImages(lab, bases);
const logs = process.env["DEFLINT_PROOF_LOGS"];
// The build that is running ends first, so that nothing of it is left.
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => stop.abort(new Error(`ended by ${name}`)));
const bench = { lab, bases, served, logs: logs === undefined ? undefined : resolve(logs), signal: stop.signal };

const differences: string[] = [];
let cells = 0;
try {
  for (const proof of proofs) {
    const proven = await proveRule(bench, proof, modes, say);
    differences.push(...proven.differences);
    cells += proven.rows.length;
    // After each rule: what was seen is not lost when the rest is not.
    if (isRecorded) record(proof.rule, proven.rows);
  }
} finally {
  served.close();
  lab.remove();
}
for (const difference of differences) say(`DIFFERENCE ${difference}`);
say(`${cells} cells, ${differences.length} differences`);
process.exitCode = differences.length === 0 ? 0 : 1;

/** Puts a rule's new rows in the place of its old ones; rules without a proof any more go. */
function record(rule: string, rows: readonly SeenRow[]): void {
  const others = readRecord().filter((row) => row.rule !== rule);
  const kept = all.flatMap((proof) => (proof.rule === rule ? rows : others.filter((row) => row.rule === proof.rule)));
  writeRecord(kept);
  writeProofPage(all, kept);
}
