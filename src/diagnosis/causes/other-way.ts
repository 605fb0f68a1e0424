/** What would allow what a build of one user refuses. */
import type { Situation } from "./cause-entry.ts";

/** A sentence that begins with a space; empty where nothing would. */
export function otherWay({ mode }: Situation): string {
  if (mode === "userns") {
    return " Install the fakeroot command on the host, with which such changes pass, or ask for a range in /etc/subuid.";
  }
  return mode === "suid-fakeroot" ? " A range in /etc/subuid would allow it." : "";
}
