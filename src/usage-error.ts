/** A command line that cannot be obeyed. */

/** Thrown by commands; its message is one clear line for a person, and the exit code is that of trouble. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
