/** The lab for one file of tests: opened before they are declared, removed behind them, and said to be missing where it is. */
import { afterAll } from "vitest";
import { type Lab, openLab, sayLoudly } from "./lab.ts";

interface UsedLab {
  /** Only where `hasLab`: tests are declared, and skipped, without it too. */
  readonly lab: Lab;
  readonly hasLab: boolean;
}

/**
 * @param parent directory that the lab's own stands in: /tmp or /mnt
 * @param withoutSuid what becomes of the setuid mode where the tree has none; left out where no test is about it
 */
export async function useLab({
  parent,
  withoutSuid,
}: {
  readonly parent?: string;
  readonly withoutSuid?: "skipped" | "stand-in";
} = {}): Promise<UsedLab> {
  const opened = await openLab(parent);
  if (typeof opened === "string") {
    sayLoudly(opened);
    return { lab: undefined as unknown as Lab, hasLab: false };
  }
  const why = "The lab's tree has no sid-suid (build-suid.sh makes it).";
  if (!opened.hasSuid && withoutSuid === "skipped") sayLoudly(why, "SKIPPED: the tests of the real setuid mode.");
  if (!opened.hasSuid && withoutSuid === "stand-in") sayLoudly(why, "STAND-IN: the setuid mode is not the real one.");
  afterAll(() => opened.remove());
  return { lab: opened, hasLab: true };
}
