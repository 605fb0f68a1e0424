/** The question of a script for several distributions: is this package manager here? */
import type { BaseImage } from "../images/distributions.ts";
import type { Invocation } from "./invocation.ts";
import type { Certainty } from "./state.ts";

/** Package managers by the family of distributions that has them; no other family's image has one. */
const FAMILIES: Readonly<Record<string, BaseImage["family"]>> = {
  apt: "deb",
  "apt-get": "deb",
  dpkg: "deb",
  apk: "apk",
  pacman: "pacman",
  yum: "rpm",
  dnf: "rpm",
  microdnf: "rpm",
  zypper: "rpm",
};

/** The package manager that a command asks for: `command -v apt-get`, `which dnf`, `[ -x /usr/bin/yum ]`. */
export function askedManager({ name, arguments: words }: Invocation): string | undefined {
  const values = words.map(({ value }) => value ?? "");
  const last = name === "[" ? values.at(-2) : values.at(-1);
  const asksByName = /^(?:which|type|hash|command)$/.test(name) && values.length === (name === "command" ? 2 : 1);
  const asksByPath = (name === "[" || name === "test") && /^-[xfe]$/.test(values[0] ?? "") && values.length <= 3;
  const manager = asksByPath ? /^\/(?:usr\/)?bin\/([a-z-]+)$/.exec(last ?? "")?.[1] : last;
  return (asksByName || asksByPath) && manager !== undefined && Object.hasOwn(FAMILIES, manager) ? manager : undefined;
}

/** Whether a base has it. Only apt, apk and pacman are in every image of their family. */
export function hasManager(base: BaseImage | undefined, manager: string): Certainty {
  if (base === undefined || base.family === "none") return "unknown";
  const family = FAMILIES[manager];
  if (family !== base.family) return "no";
  return family === "rpm" ? "unknown" : "yes";
}
