/**
 * Tells files that only share a name with definition files: `.def` is the ending of a dozen other formats. What has a
 * trace of a recipe, be it ever so broken, is a recipe, and so is what is nothing in particular.
 */

/** A header line, or one that lost its colon. */
const HEADER = /^[^\S\n]*(?:bootstrap(?!\w)|from[^\S\n]*:)/im;
/** What Apptainer takes for the begin of a section. */
const SECTION = /^[^\S\n]*%+[^\S\n]*[a-z]/im;

/** Another kind of file. */
interface Kind {
  /** The end of a sentence that starts with the path. */
  readonly reason: string;
  /** How its first line begins that is neither blank nor a comment. */
  readonly begins: RegExp;
  /** Comments before that, beside those with `#`. */
  readonly comments?: RegExp;
  /** What it has somewhere. */
  readonly has?: RegExp;
}

const KINDS: readonly Kind[] = [
  {
    reason: "is a module definition of Windows (LIBRARY, EXPORTS), not a definition file",
    begins:
      /^(?:LIBRARY|EXPORTS|IMPORTS|NAME|DESCRIPTION|VERSION|(?:STACK|HEAP)SIZE|SECTIONS|SEGMENTS|STUB|CODE|DATA)\b/,
    comments: /^(?:;|\/\/)/,
    has: /^[^\S\n]*(?:LIBRARY|EXPORTS|IMPORTS|NAME\b.*\n\s*DESCRIPTION)\b/m,
  },
  {
    reason: "is the layout of a chip (Design Exchange Format), not a definition file",
    begins: /^(?:VERSION|DESIGN|NAMESCASESENSITIVE|DIVIDERCHAR|BUSBITCHARS|TECHNOLOGY|UNITS)\s.*;\s*$/,
  },
  {
    reason: "is a list of C macros or other C code, not a definition file",
    begins: /^(?:\/\*|\/\/|[A-Z][A-Z0-9_]*[^\S\n]*\((?!\s*\)))/,
  },
  {
    reason: "is a Modula-2 or Pascal module, not a definition file",
    begins: /^(?:\(\*|DEFINITION\s+(?:FOR\s+"C"\s+)?MODULE\s)/,
  },
  {
    reason: "is a file of settings with [sections], not a definition file",
    begins: /^\[[^\s[\]][^[\]]*\]\s*$/,
    comments: /^;/,
    has: /^[^\S\n]*[\w.<> -]+=/m,
  },
  { reason: "is XML or HTML, not a definition file", begins: /^<(?:\?xml|!--|!DOCTYPE|html)/i },
  { reason: "is XML or HTML, not a definition file", begins: /^<[A-Za-z][\w:.-]*[\s>]/, has: /<\/[\w:.-]+>\s*$/ },
  { reason: "is YAML, not a definition file", begins: /^---\s*$/ },
  { reason: "is PostScript, not a definition file", begins: /^%!PS/ },
  { reason: "is a file of AutoGen, not a definition file", begins: /^AutoGen\s+Definitions\b/i },
  {
    reason: "is a version script of a linker, not a definition file",
    begins: /^(?:\$mapfile_version\s|[\w.]*[^\S\n]*\{)/,
    comments: /^\/\//,
    has: /^\$mapfile_version\s|[{;\s](?:global|local):\s*[\w*]+[^\S\n]*;/,
  },
  {
    reason: "is a Dockerfile, not a definition file",
    begins: /^(?:FROM\s+\S|ARG\s+\w+(?:=|$))/,
    has: /^(?:RUN|CMD|COPY|ADD|ENV|ENTRYPOINT|WORKDIR|LABEL|USER|EXPOSE)\s/m,
  },
  {
    reason: "is a Visual Studio solution, not a definition file",
    begins: /^Microsoft Visual Studio Solution File\b/,
  },
  {
    reason: "is source code, not a definition file",
    begins:
      /^(?:(?:package|import|using|namespace|module|use)\s+[\w.:*]+\s*;|from\s+[\w.]+\s+import\s|--(?:\s|\[\[|-))/,
  },
  {
    reason: "is source code, not a definition file",
    begins: /^(?:import\s+\w|"""|'''|def\s|class\s)/,
    has: /^(?:def|class)\s+\w+.*:\s*$/m,
  },
];

/** Two lines of the C preprocessor say enough; one may be a comment like any other. */
const DIRECTIVE =
  /^#[^\S\n]*(?:(?:ifdef|ifndef|undef)[^\S\n]+[A-Za-z_]\w*[^\S\n]*$|include[^\S\n]*[<"]|if[^\S\n]+!?(?:defined|[A-Z_]+\b)|define[^\S\n]+[A-Z_][A-Z0-9_]*(?:\(|[^\S\n]*$)|endif\b)/gm;

/** What TeX files have at the start of a line, and none of the sections that recipes are made of. */
const TEX = /^[^\S\n]*\\(?:Provides\w+|NeedsTeXFormat|endinput|documentclass|def\\|let\\|newcommand)/m;
const SCRIPT_SECTION = /^%(?:post|environment|runscript)(?!\w)/m;

/** Plain text: a title with a line below it. */
const TITLE = /^[^\S\n]*\w.*\n(?:={4,}|-{4,}|~{4,}|\*{4,})[^\S\n]*(?:\n|$)/;

/**
 * What a text plainly is when it is no definition file, as the end of a sentence that starts with its path; undefined for
 * every recipe, for what may be meant as one, and for what is empty or nothing but comments.
 */
export function recognizeOther(text: string): string | undefined {
  if (HEADER.test(text)) return undefined;
  const isTex = TEX.test(text) && !SCRIPT_SECTION.test(text);
  if (isTex) return "is a file of TeX, not a definition file";
  if (SECTION.test(text)) return undefined;
  const lines = text.replaceAll("\r\n", "\n");
  return KINDS.find((kind) => isOfKind(lines, kind))?.reason ?? recognizeByComments(lines) ?? recognizeTitle(lines);
}

function isOfKind(text: string, { begins, comments, has }: Kind): boolean {
  const first = firstLine(text, (line) => line.startsWith("#") || comments?.test(line) === true);
  return first !== undefined && begins.test(first) && has?.test(text) !== false;
}

/** Lines that begin with `#` are comments to Apptainer, and what they say may be something to others. */
function recognizeByComments(text: string): string | undefined {
  if ((text.match(DIRECTIVE)?.length ?? 0) > 1) return "is a list of C macros or other C code, not a definition file";
  const hasCommands = firstLine(text, (line) => line.startsWith("#")) !== undefined;
  return /^#!\s*\//.test(text) && hasCommands ? "is a script, not a definition file" : undefined;
}

function recognizeTitle(text: string): string | undefined {
  return TITLE.test(text.trimStart()) ? "is plain text, not a definition file" : undefined;
}

/** The first line, without the blanks before it, that is neither blank nor a comment. */
function firstLine(text: string, isComment: (line: string) => boolean): string | undefined {
  for (const match of text.matchAll(/[^\n]+/g)) {
    const line = match[0].trim();
    if (line !== "" && !isComment(line)) return line;
  }
  return undefined;
}
