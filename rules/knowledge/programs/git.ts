/** What git makes: git-clone(1). */
import { type Argument, operandsOf } from "../shell/invocation.ts";

const VALUED = /^-[bcjoCu]$|^--(?:branch|depth|jobs|config|origin|reference|filter|template|shallow-since)$/;

/** The directory that `git clone` makes, named by the command or after the repository; undefined for git's other commands. */
export function clonedDirectory(words: readonly Argument[]): Argument | undefined {
  const [verb, repository, directory] = operandsOf(words, VALUED);
  if (verb?.value !== "clone" || repository === undefined) return undefined;
  const name = /([^/:]+?)(?:\.git)?\/*$/.exec(repository.value ?? "")?.[1];
  return directory ?? { value: name, word: repository.word };
}
