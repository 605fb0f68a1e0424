/** The completion script for fish. */
import type { CompletedCommand, CompletedFlag, Words } from "./model.ts";
import { type Completion, listCommands, plainWords } from "./script.ts";

/** The script, to be read by `source` or put into fish's directory of completions. */
export function renderFish(completion: Completion): string {
  const { program, rules, groups } = completion;
  const described = rules.flatMap(({ code, name, summary }) => [code, name].map((word) => `${word}\t${summary}`));
  return `# Completion of deflint for fish, made by: deflint completion fish

function __deflint_command
    set -l words (commandline -opc)
    if contains -- "$words[2]" ${plainWords(listCommands(completion))}
        echo $words[2]
    else
        echo check
    end
end

function __deflint_is
    test (__deflint_command) = $argv[1]
end

function __deflint_first
    test (count (commandline -opc)) -eq 1
end

function __deflint_rule
    printf '%s\\n' \\
${described.map((rule) => `        ${quote(rule)}`).join(" \\\n")}
end

function __deflint_selectors
    printf '%s\\n' ${plainWords(groups)}
    __deflint_rule
end

${program.commands
  .map(({ name, description }) => `complete -c deflint -n __deflint_first -a ${name} -d ${quote(description)}`)
  .join("\n")}
${program.flags.map((flag) => renderFlag("__deflint_first", flag)).join("\n")}
${program.commands.flatMap(renderCommand).join("\n")}
`;
}

function renderCommand({ name, flags, words }: CompletedCommand): string[] {
  const here = quote(`__deflint_is ${name}`);
  const word = words.kind === "files" ? [] : [`complete -c deflint -n ${here} -f ${complete(words)}`.trimEnd()];
  return [...word, ...flags.map((flag) => renderFlag(here, flag))];
}

function renderFlag(condition: string, { long, short, description, value }: CompletedFlag): string {
  const names = [
    ...(short === undefined ? [] : ["-s", short.replace(/^-/, "")]),
    ...(long === undefined ? [] : ["-l", long.replace(/^--/, "")]),
  ];
  const about = description === "" ? [] : ["-d", quote(description)];
  const taken = value.kind === "nothing" ? [] : [value.kind === "files" ? "-rF" : "-x", complete(value)];
  return ["complete -c deflint -n", condition, ...names, ...about, ...taken].join(" ").trimEnd();
}

/** The arguments of `complete` that offer these words. */
function complete(words: Words): string {
  switch (words.kind) {
    case "choices":
      return `-a ${quote(plainWords(words.choices))}`;
    case "rule":
      return "-a '(__deflint_rule)'";
    case "rules":
      return "-a '(__fish_complete_list , __deflint_selectors)'";
    case "directories":
      return "-a '(__fish_complete_directories)'";
    case "files":
    case "free":
    case "nothing":
      return "";
  }
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
