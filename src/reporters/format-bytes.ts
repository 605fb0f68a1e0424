/** Sizes for a person. */

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** "11 GiB": powers of 1024, as memory limits are set and the rules count. */
export function formatBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  const value = bytes / 1024 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[power]}`;
}
