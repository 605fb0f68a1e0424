/** The directory beside an image in which the new one is made: on the same file system, so that a rename puts it in place. */
import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { writeMark } from "./owner.ts";
import type { BuildTarget } from "./target.ts";

/** What is in it; all names are made from the image's own, so that none can be the same. */
export interface Sibling {
  readonly path: string;
  readonly image: string;
  /** Recipe, log and report while they grow. */
  readonly log: string;
  /** Where what was replaced goes until it is removed. */
  readonly old: string;
  readonly oldLog: string;
  /** Says whose it is. */
  readonly mark: string;
}

/** What the names of an image's siblings begin with. Cut, since a name may be 255 bytes long and 16 characters are added. */
export function siblingPrefix({ name }: Pick<BuildTarget, "name">): string {
  return `.${name.slice(0, 40)}.deflint-`;
}

/** The sibling at a path, whether it is there or not. */
export function siblingAt(path: string, { name }: Pick<BuildTarget, "name">): Sibling {
  const inside = (suffix: string) => join(path, `${name}${suffix}`);
  return {
    path,
    image: inside(""),
    log: inside(".deflint"),
    old: inside(".old"),
    oldLog: inside(".deflint.old"),
    mark: inside(".mark"),
  };
}

/**
 * Makes a fresh one (mode 0700: until it is whole nobody else can use the image) with an empty log directory in it.
 * `mkdtemp` lets it inherit the group of a set-group-id directory and its default ACL, which the image then has too.
 */
export async function makeSibling(directory: string, target: BuildTarget): Promise<Sibling> {
  const sibling = siblingAt(await mkdtemp(join(directory, siblingPrefix(target))), target);
  await writeMark(sibling.mark, target.name);
  await mkdir(sibling.log);
  return sibling;
}
