/** The completion script for zsh. */
import type { CompletedCommand, CompletedFlag, Words } from "./model.ts";
import { type Completion, listCommands, listSelectors, plainWords } from "./script.ts";

/** The script, to be read by `source` after compinit, or put into a directory of fpath as `_deflint`. */
export function renderZsh(completion: Completion): string {
  const { program, rules } = completion;
  const described = rules.flatMap(({ code, name, summary }) => [code, name].map((word) => `${word}:${summary}`));
  return `#compdef deflint
# Completion of deflint for zsh, made by: deflint completion zsh

_deflint_rule() {
  local -a rules=(
${described.map((rule) => `    ${quote(rule)}`).join("\n")}
  )
  _describe rule rules
}

_deflint_rules() {
  _sequence compadd - ${plainWords(listSelectors(completion))}
}

_deflint_commands() {
  local -a commands=(
${program.commands.map(({ name, description }) => `    ${quote(`${name}:${description}`)}`).join("\n")}
  )
  _describe command commands
}

_deflint() {
  local command=check
  if (( CURRENT == 2 )); then
    if [[ $words[2] == -* ]]; then
      _arguments -S ${program.flags.map(renderFlag).join(" ")}
    else
      _deflint_commands
    fi
  elif [[ $words[2] == (${listCommands(completion).join("|")}) ]]; then
    command=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${program.commands.map(renderCommand).join("\n")}
  esac
}

if [[ $funcstack[1] == _deflint ]]; then
  _deflint "$@"
else
  compdef _deflint deflint
fi
`;
}

function renderCommand({ name, flags, words }: CompletedCommand): string {
  const word =
    words.kind === "nothing" ? [] : [quote(`*:${words.kind === "choices" ? name : words.kind}:${complete(words)}`)];
  return `    ${name})
      _arguments -S \\
        ${[...flags.map(renderFlag), ...word].join(" \\\n        ")}
      ;;`;
}

/** Every flag may be repeated. */
function renderFlag({ long, short, description, value }: CompletedFlag): string {
  const about = description === "" ? "" : `[${description.replace(/[[\]\\]/g, "\\$&")}]`;
  const taken = value.kind === "nothing" ? "" : `:${value.kind}:${complete(value)}`;
  const names = [
    ...(short === undefined ? [] : [`${short}${taken === "" ? "" : "+"}`]),
    ...(long === undefined ? [] : [`${long}${taken === "" ? "" : "="}`]),
  ];
  return names.map((name) => quote(`*${name}${about}${taken}`)).join(" ");
}

/** An action of _arguments. */
function complete(words: Words): string {
  switch (words.kind) {
    case "choices":
      return `(${plainWords(words.choices)})`;
    case "rule":
      return "_deflint_rule";
    case "rules":
      return "_deflint_rules";
    case "files":
      return "_files";
    case "directories":
      return "_files -/";
    case "free":
    case "nothing":
      return " ";
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
