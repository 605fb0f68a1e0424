/** What files begin with, where more than one part of deflint asks. */

/** Whether the beginning of a file is that of a SIF image: its magic stands behind the launch line. Source: sif, pkg/sif/sif.go. */
export function isSif(head: Buffer): boolean {
  return head.toString("latin1", 32, 41) === "SIF_MAGIC";
}
