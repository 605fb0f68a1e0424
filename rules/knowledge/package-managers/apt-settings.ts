/** Settings of apt: by an option of a command, or in a configuration file that the recipe writes before it. */
import type { Command } from "#grammar/shell/tree.ts";
import type { ScriptContext } from "../../document.ts";
import type { Invocation } from "../shell/invocation.ts";

/** A setting of apt.conf(5), as it is written on the command line and in a file; the value is the first group. */
interface AptSetting {
  readonly option: RegExp;
  readonly line: RegExp;
}

export const INSTALL_RECOMMENDS: AptSetting = {
  option: /APT::(?:Get::)?Install-Recommends=(.*)$/i,
  line: /Install-Recommends\W+(\w+)/i,
};

export const SANDBOX_USER: AptSetting = {
  option: /APT::Sandbox::User=(.*)$/i,
  line: /(?:Sandbox::|Sandbox\s*\{\s*)User\W+(\w+)/i,
};

/** The value of a setting where an apt command runs: "?" where a file of unknown content may set it. */
export function aptSetting(
  setting: AptSetting,
  { command, invocation }: { readonly command: Command; readonly invocation: Invocation },
  ctx: ScriptContext,
): string | undefined {
  for (const { value } of invocation.arguments) {
    const given = setting.option.exec(value ?? "")?.[1];
    if (given !== undefined) return given.replace(/["';]/g, "");
  }
  return writtenBefore(setting, command, ctx) ?? writtenInSetup(setting, ctx) ?? (isCopied(ctx) ? "?" : undefined);
}

function writtenBefore(setting: AptSetting, command: Command, ctx: ScriptContext): string | undefined {
  for (const { command: earlier, change } of ctx.flow.changes) {
    if (earlier.start >= command.start) return undefined;
    if (change.how === "remove" || !isAptConfiguration(change.path)) continue;
    const value = setting.line.exec(textOf(earlier))?.[1];
    if (value !== undefined) return value;
    if (change.from !== undefined) return "?";
  }
  return undefined;
}

/** `%setup` runs before `%post` and writes into the image by `$APPTAINER_ROOTFS`. */
function writtenInSetup(setting: AptSetting, { stage }: ScriptContext): string | undefined {
  const commands = stage.scripts.flatMap(({ script }) => (script.type === "setup" ? script.commands : []));
  for (const command of commands) {
    const targets = [...command.redirects.map(({ target }) => target), ...command.words];
    if (!targets.some((word) => /_ROOTFS\}?"?\/etc\/apt\/apt\.conf/.test(word?.text ?? ""))) continue;
    const value = setting.line.exec(textOf(command))?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}

function isAptConfiguration(path: string): boolean {
  return /^\/etc\/apt\/apt\.conf(?:$|\.d\/)/.test(path);
}

/** What a command writes, as far as it stands in the recipe: its words, its heredocs, and what is piped into it. */
function textOf({ words, heredocs, parent }: Command): string {
  const piped = parent?.kind === "chain" && parent.connectors.includes("|") ? parent.members : [];
  const before = piped.flatMap((member) => (member.kind === "command" ? member.words : []));
  return [...before, ...words].map(({ value }) => value).join(" ") + heredocs.map(({ body }) => body.text).join("\n");
}

/** Whether `%files` brings a configuration of apt. */
function isCopied({ stage }: ScriptContext): boolean {
  return stage.stage.sections.some(
    (section) =>
      section.type === "files" &&
      section.items.some((item) => item.kind === "files-entry" && isAptConfiguration(item.words[1]?.text ?? "")),
  );
}
