/** Sizes as a person writes them. */

const POWERS = ["", "k", "m", "g", "t", "p"];

/** Bytes of "4G", "512 MiB", "1.5t" or "1000"; units are powers of 1024. Undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const [whole, number = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([kmgtp]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  return whole === undefined ? undefined : Math.round(Number(number) * 1024 ** POWERS.indexOf(unit.toLowerCase()));
}
