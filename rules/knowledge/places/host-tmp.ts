/** The host's /tmp and /var/tmp, which are mounted in `%post`. */

/** Whether a path lies in one of them, or is one of them. */
export function isInHostTmp(path: string): boolean {
  return /^\/(?:var\/)?tmp(?:\/|$)/.test(path.replace(/\/+/g, "/"));
}

/** Whether a path with globs means all that is in one of them: `/tmp`, `/tmp/*`, `/tmp/.[!.]*`, `/tmp/{*,.*}`; not `/tmp/mine*`. */
export function isAllOfHostTmp(path: string): boolean {
  return /^\/(?:var\/|usr\/)?tmp(?:\/[.*?[\]{},!^]*)*$/.test(path.replace(/\/+/g, "/"));
}

/** A path below one of them with a name of its own: what `mktemp` makes has a name that nobody else has. */
export function isFixedNameInHostTmp(path: string): boolean {
  const plain = path.replace(/\/+/g, "/");
  return /^\/(?:var\/)?tmp\/[^/]/.test(plain) && !/X{6}|[*?[\]$`]/.test(plain);
}
