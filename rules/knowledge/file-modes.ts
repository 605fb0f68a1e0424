/** What a mode of chmod(1), install(1) and mkdir(1) makes of a file for those who are neither its owner nor of its group. */

/** `closes`: they cannot read it any more. `opens`: they can. */
export type ForOthers = "opens" | "closes" | undefined;

export function readMode(mode: string): ForOthers {
  if (/^[0-7]{3,5}$/.test(mode)) {
    const others = Number(mode.at(-1));
    if (others === 0) return "closes";
    return (others & 5) !== 0 ? "opens" : undefined;
  }
  const effects = mode.split(",").map(readClause);
  if (effects.includes("closes")) return "closes";
  return effects.includes("opens") ? "opens" : undefined;
}

function readClause(clause: string): ForOthers {
  const [, who = "", operator, permissions = ""] = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause) ?? [];
  const isForAll = who === "" || who.includes("a");
  if (operator === undefined || (!isForAll && !who.includes("o"))) return undefined;
  const reads = /[rxX]/.test(permissions);
  if (operator === "+") return reads ? "opens" : undefined;
  if (operator === "=") return reads ? "opens" : isForAll ? undefined : "closes";
  return permissions.includes("r") && !isForAll ? "closes" : undefined;
}

/** Whether a umask keeps new files from all but their owner and group. */
export function maskCloses(mask: string): boolean {
  return /^0*[0-7]{0,2}7$/.test(mask);
}
