/** What a stream may be given beside plain text. */
import type { Output } from "../io.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether to colour: a flag given wins, then FORCE_COLOR, then NO_COLOR (any text but none); else the output decides. */
export function wantsColor(flag: boolean | undefined, output: Output, env: Environment): boolean {
  if (flag !== undefined) return flag;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return (env["NO_COLOR"] ?? "") === "" && output.color;
}

/** The columns to lay text out for: COLUMNS, else what the terminal says; undefined where there is no terminal. */
export function chooseColumns({ columns }: Pick<Output, "columns">, env: Environment): number | undefined {
  if (columns === undefined) return undefined;
  const wanted = /^\d{1,4}$/.test(env["COLUMNS"] ?? "") ? Number(env["COLUMNS"]) : 0;
  return wanted || columns || USUAL_COLUMNS;
}

/** What terminals have that do not tell. */
const USUAL_COLUMNS = 80;
