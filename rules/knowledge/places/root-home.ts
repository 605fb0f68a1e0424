/** Root's home directory, in which `%post` runs: how words name what lies in it. */

/** A path or list with root's home written as such. */
export function fromRootHome(text: string): string {
  return text.replace(/(^|[\s:="'])(?:~|\$HOME|\$\{HOME\})(?=\/)/g, "$1/root");
}

/** Whether a word or list names something in it. */
export function namesRootHome(text: string): boolean {
  return /(?:^|[\s:="'])\/root\/[\w.]/.test(text);
}

/** `/root/.local` and `/root/.local/bin` of `~/.local/bin/x`. */
export function directoriesIn(text: string): string[] {
  if (!/~|HOME|\/root/.test(text)) return [];
  const paths = fromRootHome(text).match(/(?<![^\s:="'])\/root\/[^\s:"']+/g) ?? [];
  return paths.flatMap((path) => {
    const [, , first = "", second] = path.split("/");
    return second === undefined ? [`/root/${first}`] : [`/root/${first}`, `/root/${first}/${second}`];
  });
}
