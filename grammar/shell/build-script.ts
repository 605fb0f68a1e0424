/** BuildScript: what one interpreter run executes, put together from the sections of a stage as Apptainer does. */
import type { Section, Stage } from "../ast.ts";
import type { SourceText } from "../source.ts";
import { isAppSection, SECTION_TYPES, type SectionType } from "../vocabulary.ts";
import { parseShell } from "./adapt.ts";
import { type Interpreter, interpreterOf } from "./interpreter.ts";
import { type JoinedText, joinPieces } from "./joined-text.ts";
import type { Command, ShellTree } from "./tree.ts";

export interface BuildScript {
  /** The section type that names the run; `post` includes every `%appinstall`. */
  readonly type: SectionType;
  /** The application of an app section's script. */
  readonly app: string | undefined;
  /** The sections in the order in which their bodies run. */
  readonly sections: readonly Section[];
  readonly joined: JoinedText;
  readonly interpreter: Interpreter;
  /** The script's tree, parsed on first use; undefined for a script that no shell runs or that is too long to parse. */
  readonly tree: ShellTree | undefined;
  /** The commands of the tree, in file order; none where there is no tree. */
  readonly commands: readonly Command[];
}

interface Surroundings {
  readonly source: SourceText;
  readonly stage: Stage;
  readonly values: ReadonlyMap<string, string>;
}

interface Group {
  readonly type: SectionType;
  readonly app: string | undefined;
  readonly sections: Section[];
}

/** The scripts of a stage: one a run, in the order in which their first sections stand. */
export function buildScriptsOf(source: SourceText, stage: Stage, values: ReadonlyMap<string, string>): BuildScript[] {
  const groups = new Map<string, Group>();
  for (const section of stage.sections) {
    if (section.type === undefined || SECTION_TYPES[section.type] !== "script") continue;
    const type = section.type === "appinstall" ? "post" : section.type;
    const app = isAppSection(type) ? section.app : undefined;
    const key = `${type} ${app ?? ""}`;
    const group = groups.get(key) ?? { type, app, sections: [] };
    group.sections.push(section);
    groups.set(key, group);
  }
  const surroundings = { source, stage, values };
  return [...groups.values()].map((group) => {
    const sections = group.type === "post" ? inRunOrder(stage, group.sections) : group.sections;
    return new SectionsScript(surroundings, { ...group, sections });
  });
}

/** All `%post` in file order, then `%appinstall` in the order in which their apps first appear in any section. */
function inRunOrder(stage: Stage, sections: readonly Section[]): Section[] {
  const apps = [...new Set(stage.sections.flatMap((section) => section.app ?? []))];
  const installs = sections.filter((section) => section.type === "appinstall");
  return [
    ...sections.filter((section) => section.type === "post"),
    ...apps.flatMap((app) => installs.filter((section) => section.app === app)),
  ];
}

/** Its class has the getters: V8 keeps every object that is made with one of its own until it clears its maps. */
class SectionsScript implements BuildScript {
  readonly type: SectionType;
  readonly app: string | undefined;
  readonly sections: readonly Section[];
  readonly joined: JoinedText;
  readonly interpreter: Interpreter;
  readonly #surroundings: Surroundings;
  #tree: ShellTree | undefined;
  #isParsed = false;

  constructor(surroundings: Surroundings, { type, app, sections }: Group) {
    this.type = type;
    this.app = app;
    this.sections = sections;
    this.joined = joinPieces(
      surroundings.source.text,
      sections.map((section) => section.body),
    );
    // The last arguments win; a later section without any keeps the earlier ones.
    const sectionArguments = sections.findLast((section) => section.type === type && section.arguments !== undefined);
    this.interpreter = interpreterOf(type, sectionArguments?.arguments?.text ?? "", this.joined.text);
    this.#surroundings = surroundings;
  }

  get tree() {
    if (!this.#isParsed && this.interpreter.shell !== "other") {
      const { source, stage, values } = this.#surroundings;
      this.#tree = parseShell({ fileText: source.text, joined: this.joined, templates: stage.templates, values });
    }
    this.#isParsed = true;
    return this.#tree;
  }

  get commands() {
    return this.tree?.commands ?? [];
  }
}
