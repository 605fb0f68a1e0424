/** R's question for a mirror of CRAN: R's own builds set none, Debian's and the rocker images set one. */
import type { ScriptContext } from "../../document.ts";
import { hasOption } from "../shell/invocation.ts";
import type { Transaction } from "./manager.ts";
import { findRCalls } from "./r.ts";

/** R as conda-forge and the repositories of Enterprise Linux have it, without a mirror. */
const PLAIN_R: Readonly<Partial<Record<Transaction["family"], RegExp>>> = {
  conda: /^(?:[\w-]+::)?r-(?:base|essentials|irkernel|devtools|tidyverse)\b/,
  rpm: /^R(?:-core|-devel|-core-devel)?$/,
};

/** Whatever sets a mirror, in the code or in a profile. */
const SETS_MIRROR = /\brepos\b|\bCRAN\b|Rprofile|chooseCRANmirror|R_PROFILE/;

/** The first install that finds no mirror; undefined where one may be set. */
export function findMirrorless({ script, transactions }: ScriptContext): Transaction | undefined {
  const text = script.joined.text;
  let isPlain = false;
  for (const transaction of transactions) {
    const { family, packages, invocation, command } = transaction;
    isPlain ||= packages.some(({ value }) => PLAIN_R[family]?.test(value ?? "") === true);
    if (family !== "r" || SETS_MIRROR.test(text)) continue;
    const calls = findRCalls(command, invocation).filter(({ name }) => name === "install.packages");
    const skipsProfile = hasOption(invocation.arguments, /^--(?:vanilla|no-site-file)$/);
    if ((isPlain || skipsProfile) && calls.some((call) => call.packages.some(isOfMirror))) return transaction;
  }
  return undefined;
}

/** A package's name, not a file. */
function isOfMirror({ value }: Transaction["packages"][number]): boolean {
  return value !== undefined && /^[A-Za-z][\w.]*$/.test(value) && !/\.(?:tar|gz|zip)$/.test(value);
}
