/**
 * The lexer of definition files. Apptainer reads them line by line, so a token is a line or a part of one, and the
 * modes are the places a line can stand in. The tokens of a text cover every character of it.
 */
import { createToken, type ILexingResult, Lexer, type TokenType } from "chevrotain";
import { GO_SPACES } from "./go-text.ts";

/** White space within a line. */
const SPACE = `[${GO_SPACES.replace("\\n", "")}]`;
const END_OF_TEXT = "(?![^])";
const REST_OF_LINE = "[^\\n]*\\n|[^\\n]+";

interface TokenOptions {
  readonly flags?: string;
  /** Only where a line starts. */
  readonly atLineStart?: boolean;
  /** The mode that follows. Modes are pushed and never popped: what follows a line does not depend on what was before it. */
  readonly next?: string;
  /** The token that the parser takes it for. */
  readonly as?: TokenType;
}

function token(name: string, pattern: string, options: TokenOptions = {}): TokenType {
  const { flags = "", atLineStart = false, next, as } = options;
  const expression = new RegExp(pattern, `uy${flags}`);
  return createToken({
    name,
    pattern: {
      exec(text: string, offset: number) {
        if (atLineStart && offset > 0 && text[offset - 1] !== "\n") return null;
        expression.lastIndex = offset;
        return expression.exec(text);
      },
    },
    line_breaks: true,
    ...(next === undefined ? {} : { push_mode: next }),
    ...(as === undefined ? {} : { categories: [as] }),
  });
}

/** `bootstrap:` at column 0 starts a stage wherever it stands, in a heredoc too (Go's `(?mi)^bootstrap:`). */
export const StageKey = token("StageKey", "bootstrap:", { flags: "i", atLineStart: true, next: "headerValue" });
/** A line whose first word starts with `%` starts a section wherever it stands (`scanDefinitionFile`). */
export const SectionMark = token("SectionMark", `${SPACE}*%+`, { atLineStart: true, next: "sectionName" });

const BLANK_LINE = `${SPACE}*\\n|${SPACE}+${END_OF_TEXT}`;
const COMMENT_LINE = `${SPACE}*#[^\\n]*\\n?`;
export const BlankLine = token("BlankLine", BLANK_LINE, { atLineStart: true });
export const CommentLine = token("CommentLine", COMMENT_LINE, { atLineStart: true });

export const HeaderKey = token("HeaderKey", "[^:#\\n]*:", { atLineStart: true, next: "headerValue" });
/** A line of the header that is no entry: Apptainer refuses it. */
export const StrayLine = token("StrayLine", "[^\\n]+\\n?", { atLineStart: true });
const CONTINUED = `[^#\\n]*\\\\${SPACE}*(?:#[^\\n]*)?(?:\\n|${END_OF_TEXT})`;
/** A value that goes on in the next line: a backslash ends it. A backslash alone starts nothing (`doHeader`). */
export const ContinuedValue = token(
  "ContinuedValue",
  `(?!${SPACE}*\\\\${SPACE}*(?:[#\\n]|${END_OF_TEXT}))${CONTINUED}`,
  { next: "headerContinuation" },
);
/** In a line that continues a value a backslash alone counts. */
const continuedAgain = token("ContinuedAgain", CONTINUED, { next: "headerContinuation", as: ContinuedValue });
export const HeaderValue = token("HeaderValue", REST_OF_LINE, { next: "header" });
/** A blank line or a comment ends a continued value (and Apptainer crashes on it). */
const continuationEnds = [
  token("ContinuationBlank", BLANK_LINE, { atLineStart: true, next: "header", as: BlankLine }),
  token("ContinuationComment", COMMENT_LINE, { atLineStart: true, next: "header", as: CommentLine }),
];

export const BodyLine = token("BodyLine", REST_OF_LINE, { atLineStart: true });
/** Lines that nobody takes apart: many in one token, bounded so that no text exhausts the expression's stack. */
const bodyLines = token("BodyLines", `(?:(?!${SPACE}*%|bootstrap:)(?:${REST_OF_LINE})){1,200}`, {
  flags: "i",
  atLineStart: true,
  as: BodyLine,
});

/** Apptainer's `fileSplitter`, with Go's ASCII-only `\s` and within one line. */
export const FilesWord = token(
  "FilesWord",
  '(?:[^\\t\\n\\f\\r "\']*\\{\\{[\\t\\f\\r ]*\\w+[\\t\\f\\r ]*\\}\\}*[^\\t\\n\\f\\r {}"\']*)+|[^\\t\\n\\f\\r "\']+|"[^"\\n]*"|\'[^\'\\n]*',
);
/** What stands between two words; a lone `"` is part of none. */
export const FilesGap = token("FilesGap", '[\\t\\f\\r ]+|"');
export const FilesLineEnd = token("FilesLineEnd", "\\n");

/** The tokens of a section's line, which decide the mode of its body. */
export interface SectionTokens {
  readonly name: TokenType;
  readonly rest: TokenType;
}

/** Apptainer cuts a name at the first space only; what else ends it for a person is accepted to tell the kind. */
function sectionTokens(kind: string, names: string): SectionTokens {
  return {
    name: token(`${kind}Name`, `${names}(?:(?!\\r?(?:\\n|${END_OF_TEXT}))[^ \\n])*`, {
      flags: "i",
      next: `${kind}Line`,
    }),
    rest: token(`${kind}Rest`, REST_OF_LINE, { next: `${kind}Body` }),
  };
}
const SEPARATOR = `(?=[\\s:]|${END_OF_TEXT})`;
export const filesSection = sectionTokens("files", `(?:files|appfiles)${SEPARATOR}`);
export const labelsSection = sectionTokens("labels", `(?:labels|applabels)${SEPARATOR}`);
export const argumentsSection = sectionTokens("arguments", `arguments${SEPARATOR}`);
/** Scripts, help, and what Apptainer does not know; also a section without a name. */
export const otherSection = sectionTokens("other", "[^ \\s]");

const lineStarts = [StageKey, SectionMark];
const header = [...lineStarts, BlankLine, CommentLine, HeaderKey, StrayLine];
const lines = [...lineStarts, BlankLine, CommentLine, BodyLine];

const modes: Record<string, TokenType[]> = {
  header,
  headerValue: [...lineStarts, ContinuedValue, HeaderValue],
  headerContinuation: [...lineStarts, ...continuationEnds, continuedAgain, HeaderValue],
  sectionName: [
    ...lineStarts,
    filesSection.name,
    labelsSection.name,
    argumentsSection.name,
    otherSection.name,
    otherSection.rest,
  ],
  filesLine: [...lineStarts, filesSection.rest],
  labelsLine: [...lineStarts, labelsSection.rest],
  argumentsLine: [...lineStarts, argumentsSection.rest],
  otherLine: [...lineStarts, otherSection.rest],
  filesBody: [...lineStarts, BlankLine, CommentLine, FilesLineEnd, FilesWord, FilesGap],
  labelsBody: lines,
  argumentsBody: lines,
  otherBody: [...lineStarts, bodyLines],
};

/** Every token type, for the parser. */
export const vocabulary = [...new Set(Object.values(modes).flat())];

let lexer: Lexer | undefined;

/** Splits a text into tokens, which cover all of it. */
export function tokenize(text: string): ILexingResult {
  lexer ??= new Lexer({ defaultMode: "header", modes }, { positionTracking: "onlyOffset", skipValidations: true });
  return lexer.tokenize(text);
}
