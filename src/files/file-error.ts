/** What a person reads when the file system says no. */

const SENTENCES: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  ENOENT: "no such file",
  ENOTDIR: "a part of its path is no directory",
  EISDIR: "it is a directory",
  ELOOP: "its symbolic links go round in a circle",
  ENAMETOOLONG: "its name is too long",
  ENOSPC: "no space left on the disk",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EIO: "the disk reports an error",
  EMFILE: "too many open files",
  ESTALE: "the file vanished on its file server",
  ENOEXEC: "the system cannot run such a file",
  E2BIG: "the arguments and the environment are too long",
  EAGAIN: "the system has no process to spare",
  ENOMEM: "the system has no memory to spare",
  EEXIST: "something else has that name",
  EBUSY: "it is in use, or a mount of its own",
  EXDEV: "that is another file system",
  ERR_INVALID_ARG_VALUE: "no path has such characters",
  ENXIO: "it is a socket or device that cannot be read",
};

/** A short phrase for an error that a file operation threw; never empty, one line. */
export function describeFileError(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code !== undefined) return SENTENCES[code] ?? code;
  return error instanceof Error ? error.message : String(error);
}
