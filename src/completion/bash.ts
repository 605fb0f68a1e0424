/** The completion script for bash (4 or newer). */
import type { CompletedCommand, Words } from "./model.ts";
import { type Completion, groupByValue, listCommands, listSelectors, plainWords } from "./script.ts";

/** The script, to be read by `source` or put where bash-completion looks. */
export function renderBash(completion: Completion): string {
  const { program, rules } = completion;
  const commands = listCommands(completion);
  const top = program.flags.flatMap(namesOf);
  return `# Completion of deflint for bash, made by: deflint completion bash

_deflint_offer() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2"); }

_deflint_rule() {
  _deflint_offer '${plainWords(rules.flatMap(({ code, name }) => [code, name]))}' "$1"
}

_deflint_rules() {
  local before=
  [[ $1 == *,* ]] && before=\${1%,*},
  mapfile -t COMPREPLY < <(compgen -P "$before" -W '${plainWords(listSelectors(completion))}' -- "\${1##*,}")
}

_deflint() {
  local command=check word=$2 flag=$3 names=
  COMPREPLY=()
  case \${COMP_WORDS[1]} in
    ${commands.join(" | ")}) ((COMP_CWORD > 1)) && command=\${COMP_WORDS[1]} ;;
  esac
  # bash takes the = of --flag=value for a word.
  if [[ $word == = ]]; then
    word=
  elif [[ $flag == = ]]; then
    flag=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case "$command $flag" in
${program.commands.flatMap(renderValues).join("\n")}
  esac
  if [[ $word == -* ]]; then
    case $command in
${program.commands.map((command) => `      ${command.name}) names='${plainWords(command.flags.flatMap(namesOf))}' ;;`).join("\n")}
    esac
    ((COMP_CWORD == 1)) && names="$names ${plainWords(top)}"
    _deflint_offer "$names" "$word"
    return
  fi
  if ((COMP_CWORD == 1)); then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -W '${plainWords(commands)}' -- "$word"; compgen -f -- "$word")
    return
  fi
  case $command in
${program.commands.map(({ name, words }) => `    ${name}) ${complete(words)} ;;`).join("\n")}
  esac
}

complete -o default -F _deflint deflint
`;
}

function namesOf({ long, short }: { readonly long: string | undefined; readonly short: string | undefined }): string[] {
  return [short, long].filter((name) => name !== undefined);
}

function renderValues(command: CompletedCommand): string[] {
  return groupByValue(command).map(([value, names]) => {
    const patterns = names.map((name) => `"${command.name} ${name}"`).join(" | ");
    return `    ${patterns}) ${complete(value)}; return ;;`;
  });
}

/** A shell command that completes $word. Where nothing is offered bash offers files. */
function complete(words: Words): string {
  switch (words.kind) {
    case "choices":
      return `_deflint_offer '${plainWords(words.choices)}' "$word"`;
    case "rule":
      return '_deflint_rule "$word"';
    case "rules":
      return '_deflint_rules "$word"';
    case "files":
      return ":";
    case "directories":
      return 'compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$word")';
    case "free":
    case "nothing":
      return "compopt +o default 2>/dev/null";
  }
}
