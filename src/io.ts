/** Everything of the process that a command may touch, so that commands run in a test as they run in a terminal. */

/** A signal that a person or a batch system sends to end the work. */
export type EndSignal = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGQUIT";

/** What a command gets in place of the process. */
export interface Io {
  /** Absolute path that relative ones are resolved against. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Calls `handler` for each end signal until the returned function is called. */
  onSignal(handler: (signal: EndSignal) => void): () => void;
  /** Calls `handler` before the process is stopped from its terminal (Ctrl-Z), until the returned function is called. */
  onSuspend(handler: () => void): () => void;
  /** Calls `handler` when the process ends, before a crash prints its trace, until the returned function is called. */
  onExit(handler: () => void): () => void;
}

/** A stream that a person or a program reads. */
export interface Output {
  /** Bytes go out as they are, be they text or not. */
  write(text: string | Uint8Array): void;
  /** Whether to colour what is written here. */
  readonly color: boolean;
  /** Width of the terminal in columns at this moment, 0 where it does not tell; undefined where there is none. */
  readonly columns: number | undefined;
}
