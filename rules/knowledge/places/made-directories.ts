/** The directories that a script makes for itself. */

import type { ScriptContext } from "../../document.ts";
import { type Invocation, operandsOf } from "../shell/invocation.ts";
import { withoutSlash } from "../shell/paths.ts";
import { isInHostTmp } from "./host-tmp.ts";

/** Whether a path is one of the directories that every image has, or lies where nothing gets into the image. */
export function isOfSystem(path: string): boolean {
  return (
    isInHostTmp(path) ||
    /^\/(?:(?:usr\/)?(?:local\/)?(?:s?bin|lib(?:32|64)?)|opt|usr|usr\/local|home|root|srv|mnt|etc|var)?\/?$/.test(path)
  );
}

/** Paths outside of the system's directories that the script makes: what holds them, or what they hold, is its own work. */
export function madeDirectories(ctx: ScriptContext): string[] {
  return ctx.flow.programs.flatMap(({ invocation }) => madeBy(invocation));
}

const MAKERS = /^(?:mkdir|mv|cp|ln|tar|unzip|git|virtualenv)$/;
const PREFIX =
  /^(?:--?(?:prefix|install-?dir|installdir|toolkitpath)=|-DCMAKE_INSTALL_PREFIX(?::PATH)?=|(?:prefix|PREFIX)=|-C)(\/.*)$/;

function madeBy({ name, arguments: words }: Invocation): string[] {
  if (!words.some(({ value }) => value?.includes("/"))) return [];
  const values = words.map(({ value }) => value ?? "");
  const operands = operandsOf(words).map(({ value }) => value ?? "");
  const places = values.flatMap((value, at) => {
    const behindOption = /^(?:-p|-C|-d|-b?fp|--prefix|--directory|venv)$/.test(values[at - 1] ?? "");
    return PREFIX.exec(value)?.[1] ?? (behindOption ? value : []);
  });
  const own = MAKERS.test(name) ? (name === "mkdir" ? operands : operands.slice(-1)) : [];
  return [...places, ...own].filter((path) => path.startsWith("/") && !isOfSystem(path)).map(withoutSlash);
}
