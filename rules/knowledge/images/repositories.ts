/** Which commands ask the repositories that a base image is set to use, and which point it to others. */
import { type Command, type ShellNode, textsOf } from "#grammar/shell/tree.ts";
import type { ScriptContext, StageContext } from "../../document.ts";
import { fileChanges } from "../shell/file-changes.ts";
import type { Run } from "../shell/flow.ts";
import { hasOption, type Invocation } from "../shell/invocation.ts";
import type { BaseImage } from "./distributions.ts";

/** Package managers by the family of their packages. */
const MANAGERS: Readonly<Partial<Record<BaseImage["family"], RegExp>>> = {
  deb: /^(?:apt-get|apt|aptitude)$/,
  rpm: /^(?:yum|dnf|dnf-3|dnf5|microdnf)$/,
};

/** Verbs for which they need what the repositories offer: apt-get(8), yum(8), dnf(8). */
const ASKS =
  /^(?:update|upgrade|install|reinstall|dist-upgrade|full-upgrade|build-dep|builddep|source|download|localinstall|groupinstall|group|module|makecache|distro-sync)$/;

/** Options that choose other repositories than those that are set up. */
const CHOOSES = /^(?:--(?:disablerepo|repo|repoid|repofrompath|installroot|setopt=\S*baseurl)|-c$|--config)/;

/** A command that needs the repositories of the base. */
export interface RepositoryUse {
  readonly command: Command;
  readonly manager: string;
  /** Whether it surely runs, and the recipe does not say that it may fail. */
  readonly isNeeded: boolean;
}

/** The first command of `%post` that asks the repositories of the base as they are set up; one that the image needs before others. */
export function findRepositoryUse(ctx: StageContext): RepositoryUse | undefined {
  const family = ctx.base?.family;
  const managers = family && MANAGERS[family];
  const post = ctx.scripts.find(({ script }) => script.type === "post");
  if (managers === undefined || post === undefined || isPointedElsewhereOutside(ctx)) return undefined;
  const uses: RepositoryUse[] = [];
  for (const command of post.script.commands) {
    const runs = post.flow.runsOf(command);
    if (runs.some((run) => pointsElsewhere(run))) break;
    for (const { state, invocation } of runs) {
      if (invocation === undefined || !managers.test(invocation.name) || !asks(invocation)) continue;
      uses.push({ command, manager: invocation.name, isNeeded: state.reached === "yes" && !mayFail(command) });
    }
  }
  return uses.find(({ isNeeded }) => isNeeded) ?? uses[0];
}

/** Whether the recipe says so, by `||` or a condition: where `set -e` only looks away, the packages are missing all the same. */
function mayFail(node: ShellNode): boolean {
  const { parent, role } = node;
  if (role === "condition" || node.negated) return true;
  if (parent?.kind === "chain" && typeof role === "object" && parent.connectors[role.index] === "||") return true;
  return parent !== undefined && mayFail(parent);
}

function asks({ arguments: words }: Invocation): boolean {
  return words.some(({ value }) => ASKS.test(value ?? "")) && !hasOption(words, CHOOSES);
}

/** Words for places that keep old releases, in whatever a command writes or reads. */
const ARCHIVES =
  /\bvault\b|archive\.kernel\.org|archive\.debian\.org|snapshot\.debian\.org|old-releases|\bfreexian\b|\bCheck-Valid-Until\b/;

/** Files that hold the repositories which an image comes with. */
const REPOSITORY_FILES =
  /^\/etc\/(?:yum\.repos\.d(?:\/?$|\/.*[*?]|\/CentOS)|apt\/sources\.list$|apt\/sources\.list\.d\/(?:debian|ubuntu)\.sources$)/;

/** Whether a command changes what the package manager asks, or may do so. */
function pointsElsewhere({ command, state, invocation }: Run): boolean {
  const texts = textsOf(command);
  if (texts.some((text) => ARCHIVES.test(text))) return true;
  if (invocation === undefined) return false;
  if (/config-manager$/.test(invocation.name) || invocation.arguments[0]?.value === "config-manager")
    return invocation.arguments.some(({ value }) => /disable/.test(value ?? ""));
  const inDirectory = /^\/etc\/(?:yum\.repos\.d|apt)\b/.test(state.directory ?? "");
  if (inDirectory && /^(?:sed|rm|mv|perl)$/.test(invocation.name)) return true;
  const downloads = /^(?:curl|wget)$/.test(invocation.name);
  if (downloads && texts.some((text) => REPOSITORY_FILES.test(text))) return true;
  return fileChanges(command, invocation, state.variables).some(
    ({ path, how }) => how !== "append" && REPOSITORY_FILES.test(path),
  );
}

/** Whether `%setup` or `%files` may do so. */
function isPointedElsewhereOutside({ scripts, stage }: StageContext): boolean {
  const inSetup = scripts.some(
    ({ script }: ScriptContext) => script.type === "setup" && /\/etc\/(?:yum\.repos\.d|apt)\b/.test(script.joined.text),
  );
  return (
    inSetup ||
    stage.sections.some(({ type, items }) =>
      type === "files"
        ? items.some(
            (item) =>
              item.kind === "files-entry" &&
              /^["']?\/etc\/(?:yum\.repos\.d|apt)\b/.test(item.words[1]?.text ?? item.words[0]?.text ?? ""),
          )
        : false,
    )
  );
}

/** Mirrors that serve what a distribution maintains, and nothing that it has moved to its archive. */
const OFFICIAL_MIRRORS =
  /^https?:\/\/(?:(?:mirror|mirrorlist)\.centos\.org|(?:deb|httpredir|security|ftp(?:\.[a-z]{2})?)\.debian\.org|(?:[a-z]{2}\.)?archive\.ubuntu\.com)\//;

/** Whether a `MirrorURL:` names one of them. */
export function isOfficialMirror(url: string): boolean {
  return OFFICIAL_MIRRORS.test(url);
}
