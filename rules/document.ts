/** Document: one recipe as the rules see it, with the facts that many of them ask for, each worked out once. */
import { type HeaderEntry, headerEntry, type Recipe, type Section, type Stage } from "#grammar/ast.ts";
import { type BuildScript, buildScriptsOf } from "#grammar/shell/build-script.ts";
import type { SourceText } from "#grammar/source.ts";
import { buildArgumentsOf, substitute } from "#grammar/templates.ts";
import type { SectionType } from "#grammar/vocabulary.ts";
import type { Draft, Target } from "./define-rule.ts";
import { makeStubInsertion, type StubInsertion } from "./edits/insert-account-stub.ts";
import { readBaseImage } from "./knowledge/images/base-images.ts";
import { findObstacle } from "./knowledge/images/bootstrap-agents.ts";
import type { BaseImage } from "./knowledge/images/distributions.ts";
import { type Transaction, transactionsOf } from "./knowledge/package-managers/transactions.ts";
import { type Cuts, findCuts } from "./knowledge/recipe/body-cuts.ts";
import type { SuppressionUse } from "./knowledge/recipe/suppressions.ts";
import { type Flow, followScript, type ProgramRun } from "./knowledge/shell/flow.ts";

export interface Document {
  readonly source: SourceText;
  readonly recipe: Recipe;
  readonly target: Target;
  /** Values of `{{ }}` references from the command line. */
  readonly given: ReadonlyMap<string, string>;
  readonly stages: readonly StageContext[];
  /** The sections and stages that start in the middle of a body. */
  readonly cuts: Cuts;
}

export interface StageContext {
  readonly document: Document;
  readonly stage: Stage;
  /** The values of its `{{ }}` references: the given ones, then the defaults of `%arguments`. */
  readonly values: ReadonlyMap<string, string>;
  /** The image the stage starts from; undefined where it is not known. */
  readonly base: BaseImage | undefined;
  /** False where its bootstrap agent can never work in the target mode: nothing of the stage is run then. */
  readonly buildable: boolean;
  readonly scripts: readonly ScriptContext[];
}

export interface ScriptContext {
  readonly document: Document;
  readonly stage: StageContext;
  readonly script: BuildScript;
  /** What holds before each command. */
  readonly flow: Flow;
  /** The package transactions of the script, in file order. */
  readonly transactions: readonly Transaction[];
  /** What puts the account stub into the script; undefined where nothing in it needs one. */
  readonly stubInsertion: StubInsertion | undefined;
}

/** What a rule says of one thing that it registered for. */
export type Visit<Subject, Context> = (subject: Subject, ctx: Context) => Iterable<Draft>;

type OfTypes<Subject, Context> = Readonly<Partial<Record<SectionType, Visit<Subject, Context>>>>;

/** What a rule may register for. The walk goes in file order: a stage's header, then its sections, then its scripts. */
export interface Visitors {
  readonly recipe?: Visit<Recipe, Document>;
  readonly header?: Visit<HeaderEntry, StageContext>;
  readonly stage?: Visit<Stage, StageContext>;
  readonly section?: Visit<Section, StageContext>;
  /** Every section of one of these types. */
  readonly sections?: OfTypes<Section, StageContext>;
  /** Every script that has a shell tree. */
  readonly script?: Visit<BuildScript, ScriptContext>;
  /** Every script of one of these types that has a shell tree. */
  readonly scripts?: OfTypes<BuildScript, ScriptContext>;
  /** The script of `%post` and `%appinstall`, when it has a shell tree. */
  readonly post?: Visit<BuildScript, ScriptContext>;
  /**
   * Every program of one of these names that `%post` and `%appinstall` run, once for each way in which it runs. There is no
   * visit of every command, since no rule is about all of them: `flow` finds those that a rule knows.
   */
  readonly postPrograms?: Readonly<Record<string, Visit<ProgramRun, ScriptContext>>>;
  /** Every package transaction of `%post` and `%appinstall`, once for each way in which it runs. */
  readonly transaction?: Visit<Transaction, ScriptContext>;
  /** Every comment that leaves findings out, when all other rules have spoken. */
  readonly suppression?: Visit<SuppressionUse, Document>;
}

/** Has the same said to a rule of every section or script of some types. */
export function ofTypes<Subject, Context>(
  types: readonly SectionType[],
  visit: Visit<Subject, Context>,
): OfTypes<Subject, Context> {
  return Object.fromEntries(types.map((type) => [type, visit]));
}

/** Has the same said to a rule of every run of some programs. */
export function ofPrograms(
  names: readonly string[],
  visit: Visit<ProgramRun, ScriptContext>,
): NonNullable<Visitors["postPrograms"]> {
  return Object.fromEntries(names.map((name) => [name, visit]));
}

/**
 * The document of a recipe.
 * @param given values of `{{ }}` references from the command line
 */
export function makeDocument(recipe: Recipe, target: Target, given: ReadonlyMap<string, string>): Document {
  return new LazyDocument(recipe, target, given);
}

// Classes, since V8 keeps every object that is made with a getter of its own, and all that hangs on it, until it clears its maps.

class LazyDocument implements Document {
  readonly source: SourceText;
  readonly recipe: Recipe;
  readonly target: Target;
  readonly given: ReadonlyMap<string, string>;
  readonly stages: readonly StageContext[];
  #cuts: Cuts | undefined;

  constructor(recipe: Recipe, target: Target, given: ReadonlyMap<string, string>) {
    this.source = recipe.source;
    this.recipe = recipe;
    this.target = target;
    this.given = given;
    this.stages = recipe.stages.map((stage) => makeStage(this, stage));
  }

  get cuts(): Cuts {
    this.#cuts ??= findCuts(this);
    return this.#cuts;
  }
}

function makeStage(document: Document, stage: Stage): StageContext {
  const values = buildArgumentsOf(stage, document.given);
  const header = new Map(stage.header.entries.map(({ name, value }) => [name, substitute(value.text, values)]));
  const agent = header.get("bootstrap") ?? "";
  const scripts: ScriptContext[] = [];
  const context: StageContext = {
    document,
    stage,
    values,
    base: headerEntry(stage, "bootstrap") && readBaseImage(agent, header.get("from") ?? "", header),
    buildable: findObstacle(agent, document.target.mode)?.isCertain !== true,
    scripts,
  };
  for (const script of buildScriptsOf(document.source, stage, values)) scripts.push(new LazyScript(context, script));
  return context;
}

class LazyScript implements ScriptContext {
  readonly document: Document;
  readonly stage: StageContext;
  readonly script: BuildScript;
  #flow: Flow | undefined;
  #transactions: readonly Transaction[] | undefined;
  #stubInsertion: { readonly made: StubInsertion | undefined } | undefined;

  constructor(stage: StageContext, script: BuildScript) {
    this.document = stage.document;
    this.stage = stage;
    this.script = script;
  }

  get flow(): Flow {
    this.#flow ??= followScript(this.script, this.document.target, this.stage.base);
    return this.#flow;
  }

  get transactions(): readonly Transaction[] {
    this.#transactions ??= transactionsOf(this.flow);
    return this.#transactions;
  }

  get stubInsertion(): StubInsertion | undefined {
    this.#stubInsertion ??= { made: makeStubInsertion(this) };
    return this.#stubInsertion.made;
  }
}
