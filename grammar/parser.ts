/** The grammar of definition files over the tokens. It takes any order of tokens, so that no text is refused. */
import { type CstNode, CstParser } from "chevrotain";
import * as t from "./tokens.ts";

class DefinitionParser extends CstParser {
  constructor() {
    super(t.vocabulary, { recoveryEnabled: true, skipValidations: true, nodeLocationTracking: "none" });
    this.performSelfAnalysis();
  }

  /** A recipe starts with comments or, without any `Bootstrap:`, with a header of other keys or with a section. */
  readonly recipe = this.RULE("recipe", () => {
    this.SUBRULE(this.headerItems);
    this.MANY(() => this.SUBRULE(this.section));
    this.MANY1(() => this.SUBRULE(this.stage));
  });

  readonly stage = this.RULE("stage", () => {
    this.SUBRULE(this.stageEntry);
    this.SUBRULE(this.headerItems);
    this.MANY(() => this.SUBRULE(this.section));
  });

  readonly stageEntry = this.RULE("stageEntry", () => {
    this.CONSUME(t.StageKey);
    this.SUBRULE(this.headerValue);
  });

  readonly headerItems = this.RULE("headerItems", () => {
    this.MANY(() => this.SUBRULE(this.headerItem));
  });

  readonly headerItem = this.RULE("headerItem", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.entry) },
      { ALT: () => this.CONSUME(t.BlankLine) },
      { ALT: () => this.CONSUME(t.CommentLine) },
      { ALT: () => this.CONSUME(t.StrayLine) },
    ]);
  });

  readonly entry = this.RULE("entry", () => {
    this.CONSUME(t.HeaderKey);
    this.SUBRULE(this.headerValue);
  });

  readonly headerValue = this.RULE("headerValue", () => {
    this.MANY(() => this.CONSUME(t.ContinuedValue));
    this.OPTION(() => this.CONSUME(t.HeaderValue));
  });

  readonly section = this.RULE("section", () => {
    this.CONSUME(t.SectionMark);
    this.OR([
      { ALT: () => this.SUBRULE(this.filesSection) },
      { ALT: () => this.SUBRULE(this.labelsSection) },
      { ALT: () => this.SUBRULE(this.argumentsSection) },
      { ALT: () => this.SUBRULE(this.otherSection) },
    ]);
  });

  readonly filesSection = this.RULE("filesSection", () => {
    this.CONSUME(t.filesSection.name);
    this.OPTION(() => this.CONSUME(t.filesSection.rest));
    this.MANY(() => this.SUBRULE(this.filesLine));
  });

  readonly filesLine = this.RULE("filesLine", () => {
    this.OR([
      { ALT: () => this.CONSUME(t.BlankLine) },
      { ALT: () => this.CONSUME(t.CommentLine) },
      { ALT: () => this.SUBRULE(this.filesEntry) },
    ]);
  });

  readonly filesEntry = this.RULE("filesEntry", () => {
    this.AT_LEAST_ONE(() => {
      this.OR([{ ALT: () => this.CONSUME(t.FilesWord) }, { ALT: () => this.CONSUME(t.FilesGap) }]);
    });
    this.OPTION(() => this.CONSUME(t.FilesLineEnd));
  });

  readonly labelsSection = this.RULE("labelsSection", () => {
    this.CONSUME(t.labelsSection.name);
    this.OPTION(() => this.CONSUME(t.labelsSection.rest));
    this.SUBRULE(this.lines);
  });

  readonly argumentsSection = this.RULE("argumentsSection", () => {
    this.CONSUME(t.argumentsSection.name);
    this.OPTION(() => this.CONSUME(t.argumentsSection.rest));
    this.SUBRULE(this.lines);
  });

  readonly otherSection = this.RULE("otherSection", () => {
    this.OPTION(() => this.CONSUME(t.otherSection.name));
    this.OPTION1(() => this.CONSUME(t.otherSection.rest));
    this.SUBRULE(this.lines);
  });

  readonly lines = this.RULE("lines", () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.BlankLine) },
        { ALT: () => this.CONSUME(t.CommentLine) },
        { ALT: () => this.CONSUME(t.BodyLine) },
      ]);
    });
  });
}

let parser: DefinitionParser | undefined;

export interface ParseOutput {
  readonly cst: CstNode;
  /** Places, in UTF-16 offsets, where lexer or grammar lost their way: none for any text, or deflint has a bug. */
  readonly errors: readonly { readonly message: string; readonly offset: number }[];
}

/** Tokens and grammar over one text. The one parser is built on first use. */
export function parseToCst(text: string): ParseOutput {
  parser ??= new DefinitionParser();
  const { tokens, errors: lexingErrors } = t.tokenize(text);
  parser.input = tokens;
  const cst = parser.recipe();
  const errors = [
    ...lexingErrors.map(({ message, offset }) => ({ message, offset })),
    ...parser.errors.map(({ message, token }) => ({ message, offset: token.startOffset })),
  ];
  return { cst, errors };
}
