/** The one place that knows unbash: parses a shell text and turns its tree into ours, with ranges in the file. */
import * as unbash from "unbash";
import type { TemplateReference } from "../ast.ts";
import type { Range } from "../source.ts";
import { findComments } from "./comments.ts";
import { findConstructs } from "./constructs.ts";
import { findHandedScripts, mayHandScript } from "./handed-scripts.ts";
import type { JoinedText } from "./joined-text.ts";
import { segmentsOf } from "./segments.ts";
import { isPlain, readSimpleWord } from "./simple-words.ts";
import { findInJoined, isMasked, maskTemplates, unmask } from "./template-mask.ts";
import type * as tree from "./tree.ts";

/** Characters beyond which a script is not parsed: unbash takes seconds for hostile nesting. */
const LONGEST_SCRIPT = 1 << 20;

/** Scripts in scripts in scripts are looked into so deep: each level is parsed anew. */
const DEEPEST_HANDED = 3;

interface Input {
  readonly fileText: string;
  readonly joined: JoinedText;
  /** The stage's references by their place in the file. */
  readonly templates: readonly TemplateReference[];
  readonly values: ReadonlyMap<string, string>;
}

/** The tree of a joined text. Never throws; undefined for a text that is too long or that unbash gives up on. */
export function parseShell(input: Input): tree.ShellTree | undefined {
  if (input.joined.text.length > LONGEST_SCRIPT) return undefined;
  try {
    return new Adapter(input).run();
  } catch {
    return undefined;
  }
}

/** Most commands have none of something: they share this one. */
const NONE: readonly never[] = [];
const NO_REDIRECTS = { redirects: NONE, heredocs: NONE };

/** What begins a script inside a word. */
const SUBSTITUTION = /`|[$<>]\(|\$\{[\s|]/;

const OPENERS = { TestCommand: "[[", ArithmeticCommand: "((", Coproc: "coproc" } as const;

/** What a node is told about its surroundings when it is made. */
interface Place {
  readonly parent: tree.ShellNode | undefined;
  readonly role: tree.Role;
  readonly negated?: boolean;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

class AdaptedTree implements tree.ShellTree {
  readonly list: tree.List;
  readonly commands: readonly tree.Command[];
  readonly comments: readonly tree.ShellComment[];
  readonly handed: readonly tree.Handed[];
  readonly tests: readonly tree.Test[];
  readonly errors: tree.ShellTree["errors"];
  readonly #findConstructs: () => readonly tree.Construct[];
  #starts: readonly number[] | undefined;
  #constructs: readonly tree.Construct[] | undefined;

  constructor(
    list: tree.List,
    commands: readonly tree.Command[],
    comments: readonly tree.ShellComment[],
    handed: readonly tree.Handed[],
    tests: readonly tree.Test[],
    errors: tree.ShellTree["errors"],
    findConstructs: () => readonly tree.Construct[],
  ) {
    this.list = list;
    this.commands = commands;
    this.comments = comments;
    this.handed = handed;
    this.tests = tests;
    this.errors = errors;
    this.#findConstructs = findConstructs;
  }

  get starts() {
    this.#starts ??= this.commands.map(({ start }) => start);
    return this.#starts;
  }

  get constructs() {
    this.#constructs ??= this.#findConstructs();
    return this.#constructs;
  }
}

class Adapter {
  readonly #input: Input;
  readonly #masked: string;
  readonly #references: readonly TemplateReference[];
  readonly #commands: tree.Command[] = [];
  readonly #handed: tree.Handed[] = [];
  readonly #tests: tree.Test[] = [];
  #handedDepth = 0;
  readonly #errors: { message: string; offset: number }[] = [];
  /** Ranges of the joined text that hold no comment of the script itself. */
  readonly #opaque: Range[] = [];

  constructor(input: Input) {
    this.#input = input;
    this.#references = findInJoined(input.templates, input.joined);
    this.#masked = maskTemplates(input.joined.text, this.#references);
  }

  run(): tree.ShellTree {
    const statements = this.#parseWhole();
    const list = this.#list(statements, { parent: undefined, role: "statement" });
    const comments = findComments(this.#masked, this.#opaque).map((range) => {
      const place = this.#input.joined.toFile(range);
      return { ...place, text: this.#input.joined.text.slice(range.start, range.end) };
    });
    this.#commands.sort((a, b) => a.start - b.start);
    return new AdaptedTree(list, this.#commands, comments, this.#handed, this.#tests, this.#errors, () =>
      findConstructs(statements, this.#masked).map((construct) => ({ ...construct, ...this.#file(construct) })),
    );
  }

  /** unbash stops at a token that cannot stand where it does; what follows is parsed all the same. */
  #parseWhole(): unbash.Statement[] {
    const text = this.#masked;
    const statements: unbash.Statement[] = [];
    let script = unbash.parse(text);
    for (;;) {
      statements.push(...script.commands);
      this.#noteErrors(script);
      const last = script.commands.at(-1)?.end ?? 0;
      const stop = script.errors?.find(({ message, pos }) => /^unexpected token/i.test(message) && pos >= last);
      if (stop === undefined) return statements;
      const token = /'(.+)'/s.exec(stop.message)?.[1] ?? " ";
      const next = stop.pos + Math.max(1, token.length);
      if (next >= text.length) return statements;
      script = unbash.parseRegion(text, next, text.length);
    }
  }

  #noteErrors(script: { readonly errors?: readonly unbash.ParseError[] | undefined }): void {
    for (const { message, pos } of script.errors ?? []) {
      this.#errors.push({ message, offset: this.#file({ start: pos, end: pos }).start });
    }
  }

  #file(range: Range): Range {
    return this.#input.joined.toFile(range);
  }

  #range(node: { readonly pos: number; readonly end: number }): Range {
    return this.#file({ start: node.pos, end: node.end });
  }

  #list(statements: readonly unbash.Statement[], place: Place): tree.List {
    return statements.map((statement) => {
      const isBackground = statement.background === true && place.role === "statement";
      return this.#node(statement.command, isBackground ? { ...place, role: "background" } : place);
    });
  }

  #node(node: unbash.PipelineNode | unbash.AndOr, place: Place): tree.ShellNode {
    switch (node.type) {
      case "Command":
        return this.#command(node, place);
      case "AndOr":
        return this.#chain(node, node.operators, place);
      case "Pipeline":
        return this.#pipeline(node, place);
      case "If":
        return this.#conditional(node, place);
      case "For":
      case "Select":
        return this.#loop(node, place, { variable: node.name.value, words: node.wordlist });
      case "While":
        return this.#loop(node, place, { condition: node.clause });
      case "ArithmeticFor":
        return this.#loop(node, place, {});
      case "Case":
        return this.#case(node, place);
      case "Subshell":
      case "BraceGroup":
        return this.#group(node, place, []);
      case "Redirected":
        return this.#redirected(node, place);
      case "Function":
        return this.#function(node, place);
      case "Coproc":
      case "TestCommand":
      case "ArithmeticCommand":
        this.#opaque.push({ start: node.pos, end: node.end });
        return this.#test(OPENERS[node.type], this.#base(node, place));
    }
  }

  #test(opener: tree.Test["opener"], base: Omit<tree.Test, "kind" | "opener">): tree.Test {
    const made: tree.Test = { kind: "test", opener, ...base };
    if (this.#handedDepth === 0) this.#tests.push(made);
    return made;
  }

  #base(node: { readonly pos: number; readonly end: number }, { parent, role, negated = false }: Place) {
    const { start, end } = this.#range(node);
    return { start, end, parent, role, negated };
  }

  #pipeline(node: unbash.Pipeline, place: Place): tree.ShellNode {
    const negated = node.prefixes.some((prefix) => prefix.type === "Negation");
    const only = node.commands[0];
    if (node.commands.length === 1 && only !== undefined) return this.#node(only, { ...place, negated });
    return this.#chain(node, node.operators, { ...place, negated });
  }

  #chain(
    node: { pos: number; end: number; commands: readonly unbash.PipelineNode[] },
    connectors: readonly tree.Connector[],
    place: Place,
  ): tree.Chain {
    const chain: Mutable<tree.Chain> = { kind: "chain", ...this.#base(node, place), connectors, members: [] };
    chain.members = node.commands.map((member, index) => {
      const connector = connectors[Math.max(index - 1, 0)] ?? "&&";
      const last = index === node.commands.length - 1;
      return this.#node(member, { parent: chain, role: { connector, index, last } });
    });
    return chain;
  }

  #conditional(node: unbash.If, place: Place): tree.Conditional {
    const made: Mutable<tree.Conditional> = {
      kind: "conditional",
      ...this.#base(node, place),
      arms: [],
      otherwise: undefined,
    };
    made.arms = [node, ...node.elif].map(({ clause, then }) => ({
      condition: this.#list(clause.commands, { parent: made, role: "condition" }),
      body: this.#list(then.commands, { parent: made, role: "branch" }),
    }));
    if (node.else !== undefined) made.otherwise = this.#list(node.else.commands, { parent: made, role: "branch" });
    return made;
  }

  #loop(
    node: unbash.For | unbash.Select | unbash.While | unbash.ArithmeticFor,
    place: Place,
    head: { variable?: string; words?: readonly unbash.Word[] | undefined; condition?: unbash.CompoundList },
  ): tree.Loop {
    const made: Mutable<tree.Loop> = {
      kind: "loop",
      ...this.#base(node, place),
      variable: head.variable,
      words: head.words?.map((word) => this.#word(word)),
      condition: undefined,
      body: [],
    };
    if (head.condition) made.condition = this.#list(head.condition.commands, { parent: made, role: "condition" });
    made.body = this.#list(node.body.commands, { parent: made, role: "loop-body" });
    return made;
  }

  #case(node: unbash.Case, place: Place): tree.CaseOf {
    const made: Mutable<tree.CaseOf> = {
      kind: "case",
      ...this.#base(node, place),
      word: this.#word(node.word),
      items: [],
    };
    made.items = node.items.map((item) => {
      for (const pattern of item.pattern) this.#opaque.push({ start: pattern.pos, end: pattern.end });
      return this.#list(item.body.commands, { parent: made, role: "case-item" });
    });
    return made;
  }

  #group(
    node: unbash.Subshell | unbash.BraceGroup,
    place: Place,
    redirections: readonly unbash.Redirection[],
  ): tree.Group {
    const subshell = node.type === "Subshell";
    const { redirects } = this.#redirections(redirections);
    const made: Mutable<tree.Group> = { kind: "group", ...this.#base(node, place), subshell, body: [], redirects };
    made.body = this.#list(node.body.commands, { parent: made, role: subshell ? "subshell" : "group" });
    return made;
  }

  /** The redirects of a loop or a condition are not kept: no rule has asked for them. */
  #redirected(node: unbash.Redirected, place: Place): tree.ShellNode {
    const { command } = node;
    const isGroup = command.type === "Subshell" || command.type === "BraceGroup";
    if (!isGroup) this.#redirections(node.redirects);
    const made = isGroup ? this.#group(command, place, node.redirects) : this.#node(command, place);
    return Object.assign(made, this.#range(node));
  }

  #function(node: unbash.Function, place: Place): tree.FunctionDefinition {
    const made: Mutable<tree.FunctionDefinition> = {
      kind: "function",
      ...this.#base(node, place),
      name: node.name.value,
      body: [],
    };
    const inside: Place = { parent: made, role: "function-body" };
    const { body } = node;
    made.body =
      body.type === "BraceGroup" || body.type === "CompoundList"
        ? this.#list(body.type === "BraceGroup" ? body.body.commands : body.commands, inside)
        : [this.#node(body, inside)];
    return made;
  }

  #command(node: unbash.Command, place: Place): tree.Command {
    const { redirects, heredocs } = node.redirects.length === 0 ? NO_REDIRECTS : this.#redirections(node.redirects);
    const { start, end } = this.#range(node);
    const { parent, role, negated = false } = place;
    const words: tree.Word[] = [];
    const assignments: tree.Assignment[] = [];
    const substitutions: tree.List[] = [];
    const made: Mutable<tree.Command> = {
      kind: "command",
      start,
      end,
      parent,
      role,
      negated,
      words,
      assignments,
      redirects,
      heredocs,
      substitutions,
      handed: NONE,
    };
    this.#commands.push(made);
    for (const part of node.prefix) {
      if (part.type !== "Assignment") continue;
      assignments.push(this.#assignment(part));
      if (part.value.type === "Word") this.#substitutions(part.value, made, substitutions);
    }
    if (node.name !== undefined) {
      words.push(this.#argument(node.name, made, substitutions));
    }
    for (const argument of node.args) {
      if (argument.type === "Word") words.push(this.#argument(argument, made, substitutions));
      else {
        words.push(this.#assignmentWord(argument));
        if (argument.value.type === "Word") this.#substitutions(argument.value, made, substitutions);
      }
    }
    made.handed = this.#handedScripts(node, made);
    return made;
  }

  /** What is no script for unbash is none for us: no error of it is one of the script around it. */
  #handedScripts(node: unbash.Command, parent: tree.Command): readonly tree.Handed[] {
    if (this.#handedDepth >= DEEPEST_HANDED || !mayHandScript(node.name?.text)) return NONE;
    const words = [node.name, ...node.args].flatMap((part) =>
      part === undefined || part.type !== "Word"
        ? []
        : [{ start: part.pos, end: part.end, text: part.text, value: part.value }],
    );
    const heredocs = node.redirects.flatMap((redirect) => {
      if (redirect.type !== "HereDoc") return [];
      const { pos: start, end } = redirect.body;
      const text = this.#masked.slice(start, end);
      return [{ start, end, text, value: text, quoted: redirect.delimiter?.quoted ?? false }];
    });
    return findHandedScripts(words, heredocs).flatMap(({ start, end, errexit }) => {
      const script = unbash.parseRegion(this.#masked, start, end);
      if ((script.errors?.length ?? 0) > 0) return [];
      this.#handedDepth += 1;
      const list = this.#list(script.commands, { parent, role: "handed" });
      this.#handedDepth -= 1;
      const handed = { ...this.#file({ start, end }), list, errexit };
      this.#handed.push(handed);
      return [handed];
    });
  }

  #assignment(node: unbash.Assignment): tree.Assignment {
    this.#opaque.push({ start: node.pos, end: node.end });
    const value = node.value.type === "Word" && node.index === undefined ? this.#word(node.value) : undefined;
    const { start, end } = this.#range(node);
    return { start, end, name: node.name, value, append: node.append === true };
  }

  /** `export A=1`: an argument of its command like any other. */
  #assignmentWord(node: unbash.Assignment): tree.Word {
    const { start, end, value, append } = this.#assignment(node);
    const text = this.#input.joined.text.slice(node.pos, node.end);
    const head = `${node.name}${append ? "+" : ""}=`;
    if (value === undefined) {
      const segment: tree.Segment = { kind: "unknown", text, quoted: true };
      return { start, end, text, value: text, literal: false, templated: isMasked(text), segments: [segment] };
    }
    const segments: tree.Segment[] = [{ kind: "text", text: head, quoted: true }, ...value.segments];
    const { literal, templated } = value;
    return { start, end, text, value: head + value.value, literal, templated, segments };
  }

  #redirections(redirections: readonly unbash.Redirection[]) {
    const redirects: tree.Redirect[] = [];
    const heredocs: tree.Heredoc[] = [];
    for (const node of redirections) {
      this.#opaque.push({ start: node.pos, end: node.end });
      if (node.type !== "HereDoc") {
        const target = node.target === undefined ? undefined : this.#word(node.target);
        redirects.push({ ...this.#range(node), operator: node.operator, target });
        continue;
      }
      const { body, closing, delimiter } = node;
      this.#opaque.push({ start: body.pos, end: closing?.end ?? body.end });
      heredocs.push({
        ...this.#range(node),
        delimiter: delimiter?.value ?? "",
        body: { ...this.#range(body), text: this.#unmask(this.#masked.slice(body.pos, body.end)) },
        quoted: delimiter?.quoted ?? false,
        closed: closing !== undefined,
      });
    }
    return { redirects, heredocs };
  }

  #unmask(value: string): string {
    return unmask(value, this.#references, this.#input.values);
  }

  #argument(node: unbash.Word, parent: tree.Command, found: tree.List[]): tree.Word {
    if (isPlain(node.text)) return this.#plainWord(node);
    const made = this.#unplainWord(node);
    this.#substitutions(node, parent, found);
    return made;
  }

  #word(node: unbash.Word): tree.Word {
    return isPlain(node.text) ? this.#plainWord(node) : this.#unplainWord(node);
  }

  #unplainWord(node: unbash.Word): tree.Word {
    this.#opaque.push({ start: node.pos, end: node.end });
    // A word that a continued line ends holds the backslash and the line feed: an insertion must go before them.
    const glued = node.text.endsWith("\\\n") ? 2 : 0;
    const { start, end } = this.#file({ start: node.pos, end: Math.max(node.pos, node.end - glued) });
    const text = this.#input.fileText.slice(start, end);
    const { value, segments: parts } = readSimpleWord(node.text) ?? { value: node.value, segments: segmentsOf(node) };
    const literal = parts.every(({ kind }) => kind === "text" || kind === "glob");
    if (!isMasked(node.text)) return { start, end, text, value, literal, templated: false, segments: parts };
    const segments = parts.map((segment) => ({ ...segment, text: this.#unmask(segment.text) }));
    return { start, end, text, value: this.#unmask(value), literal, templated: true, segments };
  }

  /** Most words: no comment can begin in one, and what stands in the file is the value, but for a word of two sections. */
  #plainWord({ pos, end: last, text: value }: unbash.Word): tree.Word {
    const { start, end } = this.#file({ start: pos, end: last });
    const text = end - start === value.length ? value : this.#input.fileText.slice(start, end);
    const segments: tree.Segment[] = [{ kind: "text", text: value, quoted: false }];
    return { start, end, text, value, literal: true, templated: false, segments };
  }

  /** Adds the scripts inside a word. Those in escaped backquotes have offsets into a string of their own: left out. */
  #substitutions(word: unbash.Word, parent: tree.Command, found: tree.List[]): void {
    if (!SUBSTITUTION.test(word.text)) return;
    const visit = (node: unbash.SyntaxNode): void => {
      if (node.type === "Script") {
        if (node.source !== undefined) return;
        this.#noteErrors(node);
        found.push(this.#list(node.commands, { parent, role: "substitution" }));
      } else unbash.forEachChild(node, visit);
    };
    unbash.forEachChild(word, visit);
  }
}
