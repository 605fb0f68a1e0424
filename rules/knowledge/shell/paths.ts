/** Paths as scripts write them: made absolute, and compared. */
import { type Argument, partialValue } from "./invocation.ts";
import type { State } from "./state.ts";

/** Whether a path is another one or lies below it. */
export function isAt(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`);
}

/** A path without the slashes at its end. */
export function withoutSlash(path: string): string {
  return path.replace(/\/+$/, "");
}

/** Where a program is, in its usual place where only its name is given. */
export function programPath(program: string): string {
  return program.startsWith("/") ? program : `/bin/${program}`;
}

/** A path made absolute by the working directory; undefined where that is not known. */
export function absolutePath(path: string, directory: string | undefined): string | undefined {
  if (path.startsWith("/")) return path.replace(/(.)\/+$/, "$1");
  if (directory === undefined || /^[~$]|(?:^|\/)\.\.(?:\/|$)/.test(path)) return undefined;
  const rest = path.replace(/^(?:\.\/)+|\/+$/g, "");
  return rest === "." || rest === "" ? directory : `${directory.replace(/\/$/, "")}/${rest}`;
}

/** A path made absolute, or one that begins with `~`; undefined where it is not known. */
export function locate({ value, word }: Argument, { variables, directory }: State): string | undefined {
  const path = (value ?? partialValue(word, variables)).replace(/^[\w-]+=(?=[/~$])/, "");
  const home = /^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/.exec(path);
  if (home !== null) return /[$`*?]/.test(path.slice(home[0].length)) ? undefined : `~${path.slice(home[0].length)}`;
  if (/[$`]/.test(path) || path.startsWith("~")) return undefined;
  if (path.startsWith("/")) return path;
  if (directory === undefined) return undefined;
  return path === "." ? directory : `${directory.replace(/\/$/, "")}/${path.replace(/^\.\//, "")}`;
}

/** A path as far as it is known, absolute where the working directory is. */
export function pathAsKnown({ value, word }: Argument, { variables, directory }: State): string {
  const path = value ?? partialValue(word, variables);
  if (directory === undefined || !/^[^/~$]/.test(path)) return path;
  return `${directory.replace(/\/$/, "")}/${path.replace(/^\.\//, "")}`;
}
