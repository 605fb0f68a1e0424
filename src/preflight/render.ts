/** Obstacles as a person reads them. */
import type { Obstacle } from "./obstacle.ts";

const LABELS = { blocking: "in the way", warning: "may fail", note: "note" } as const;

/** One line an obstacle, unended; not yet safe to print, since file names stand in it. */
export function renderObstacle({ gravity, message, cure }: Obstacle): string {
  return `${LABELS[gravity]}: ${message}; ${cure}`;
}
