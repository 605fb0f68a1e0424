/** The command line as a function: arguments and streams in, exit code out. */
import { runCommandLine } from "./cli.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { Interruption } from "./interruption.ts";
import type { Io } from "./io.ts";
import { printable } from "./reporters/printable.ts";
import { UsageError } from "./usage-error.ts";

/** Runs deflint with the arguments after the program's name. Resolves to the exit code; never rejects. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    if (argv[0] === "help") return await main([...argv.slice(1), "--help"], io);
    if (argv[0] === "build") return await runBuild(argv.slice(1), io);
    return await runCommandLine(argv, io);
  } catch (error) {
    if (error instanceof Interruption) return exitCodeOf(error.signal);
    const message = error instanceof Error ? error.message : String(error);
    const label = error instanceof UsageError ? "deflint" : "deflint: internal error";
    io.stderr.write(`${label}: ${printable(message, { oneLine: true })}\n`);
    return EXIT.trouble;
  }
}

/** Build reads its own arguments: most of them are Apptainer's. */
async function runBuild(argv: readonly string[], io: Io): Promise<number> {
  const [command, { makeBuildServices }] = await Promise.all([
    import("./commands/build.ts"),
    import("./commands/mend.ts"),
  ]);
  return command.runBuild(argv, io, makeBuildServices(io));
}
