/** The families of rules, by the first digit of their codes. */

export interface Family {
  /** The folder of its rules. */
  readonly name: string;
  readonly title: string;
}

/** All families, in the order of their digits. */
export const FAMILIES: readonly Family[] = [
  { name: "syntax", title: "Syntax: how Apptainer reads the recipe" },
  { name: "fakeroot", title: "Fakeroot: what fails or is lost where root is only pretended" },
  { name: "space", title: "Space: what fills disks, and what is deleted on the host" },
  { name: "base", title: "Base: where the image comes from" },
  { name: "files", title: "Files: what is copied, and where it ends up" },
  { name: "shell", title: "Shell: what the scripts do other than they seem to" },
  { name: "runtime", title: "Run time: how the image behaves when it is used" },
  { name: "security", title: "Security: what can be read, replaced or abused" },
  { name: "upkeep", title: "Upkeep: what makes the next build differ, or harder" },
  { name: "deflint", title: "deflint: suppressions and settings" },
];

/** The family of a code (`DF101`). Throws for a code that has none. */
export function familyOf(code: string): Family {
  const family = FAMILIES[Number(code[2])];
  if (family === undefined) throw new Error(`no family for ${code}`);
  return family;
}

/** Rules in groups of one family, families and rules in the order of their codes. */
export function groupByFamily<Coded extends { readonly code: string }>(rules: readonly Coded[]): [Family, Coded[]][] {
  return FAMILIES.map((family): [Family, Coded[]] => [
    family,
    rules.filter(({ code }) => familyOf(code) === family),
  ]).filter(([, members]) => members.length > 0);
}
