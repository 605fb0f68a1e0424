/** Build arguments that a configuration gives, as the engine is handed them. */
import { joinWithCommas } from "../../csv.ts";
import type { BuildArguments } from "./arguments.ts";
import { ENGINE_FLAGS } from "./flags.ts";

/** The command line with these values in front of its own flags. */
export function withBuildArguments(args: BuildArguments, values: ReadonlyMap<string, string>): BuildArguments {
  const flag = ENGINE_FLAGS.find(({ name }) => name === "build-arg");
  if (flag === undefined || values.size === 0) return args;
  const words = [...values].map(([name, value]) => joinWithCommas([`${name}=${value}`]));
  return {
    ...args,
    passedOn: [...words.flatMap((word) => ["--build-arg", word]), ...args.passedOn],
    given: [...words.map((value) => ({ flag, value })), ...args.given],
  };
}
