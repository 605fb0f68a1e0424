/** Finds what a script writes in the language of bash alone: its syntax, not its commands. */
import * as unbash from "unbash";
import type { Range } from "../source.ts";
import { isSimple } from "./simple-words.ts";
import type { ConstructKind } from "./tree.ts";

export interface FoundConstruct extends Range {
  readonly kind: ConstructKind;
}

/** The constructs of a script in file order, in offsets of its text; those of scripts that it hands to other shells are left out. */
export function findConstructs(statements: readonly unbash.Statement[], text: string): FoundConstruct[] {
  const found: FoundConstruct[] = [];
  const visit = (node: unbash.SyntaxNode): void => {
    // In escaped backquotes, whose offsets are those of a string of their own.
    if (node.type === "Script" && node.source !== undefined) return;
    if (node.type === "Word" && isSimple(node.text)) return;
    found.push(...constructsOf(node, text));
    if (node.type !== "TestCommand" && node.type !== "ArithmeticCommand") unbash.forEachChild(node, visit);
  };
  for (const statement of statements) visit(statement);
  return found.sort((a, b) => a.start - b.start);
}

function constructsOf(node: unbash.SyntaxNode, text: string): FoundConstruct[] {
  const { pos, end } = node;
  const at = (kind: ConstructKind, length?: number): FoundConstruct[] => [
    { kind, start: pos, end: length === undefined ? end : pos + length },
  ];
  switch (node.type) {
    case "TestCommand":
      // A parenthesis in it is a syntax error where `[[` is a command like any other.
      return holdsParenthesis(node.expression) ? at("parenthesis-in-test") : [];
    case "ArithmeticFor":
      return at("arithmetic-for", "for".length);
    case "Select":
      return at("select", "select".length);
    case "Function":
      if (/^function\s/.test(text.slice(pos, pos + "function ".length)))
        return at("function-keyword", "function".length);
      return /^[A-Za-z_]\w*$/.test(node.name.value) ? [] : [place("function-name", node.name)];
    case "CaseItem":
      return node.terminator === ";;" || node.terminator === undefined ? [] : patternOf(node);
    case "Pipeline":
      return node.operators.flatMap((operator, index) => {
        const start = text.indexOf("|&", node.commands[index]?.end ?? end);
        return operator === "|&" && start !== -1 ? [{ kind: "pipe-both", start, end: start + 2 } as const] : [];
      });
    case "Assignment":
      if (node.value.type === "ArrayValue") return at("array");
      if (node.index !== undefined) return at("array-element");
      return node.append === true ? at("append") : [];
    case "Redirect":
      return ofRedirect(node);
    case "HereString":
      return [place("here-string", node)];
    case "ProcessSubstitution":
      return at("process-substitution");
    case "AnsiCQuoted":
      return at("ansi-quote");
    case "BraceExpansion":
      return at("brace-expansion");
    case "ExtendedGlob":
      return at("extended-glob");
    case "ArithmeticExpansion":
      return node.text.startsWith("$[") ? at("dollar-bracket") : [];
    case "ArithmeticUnary":
      return node.operator === "++" || node.operator === "--" ? at("increment") : [];
    case "ParameterExpansion":
      return ofParameter(node);
    default:
      return [];
  }
}

function place(kind: ConstructKind, { pos, end }: { readonly pos: number; readonly end: number }): FoundConstruct {
  return { kind, start: pos, end };
}

function patternOf({ pattern }: unbash.CaseItem): FoundConstruct[] {
  const [first] = pattern;
  return first === undefined ? [] : [place("case-fallthrough", first)];
}

function ofRedirect(node: unbash.Redirect): FoundConstruct[] {
  const target = node.target?.text ?? "";
  if (node.operator === "&>") return [place("redirect-both", node)];
  if (node.operator === "&>>") return [place("append-both", node)];
  return node.operator === ">&" && /^[A-Za-z./]/.test(target) ? [place("redirect-both-by-number", node)] : [];
}

function ofParameter(node: unbash.ParameterExpansionPart): FoundConstruct[] {
  if (node.index !== undefined) return [place("array-reference", node)];
  if (node.prefix === "!") return [place("indirection", node)];
  switch (node.operation?.type) {
    case "Replace":
      return [place("replacement", node)];
    case "Slice":
      return [place("substring", node)];
    case "CaseModification":
      return [place("case-change", node)];
    case "Transform":
      return [place("transformation", node)];
    default:
      return [];
  }
}

function holdsParenthesis(expression: unbash.TestExpression): boolean {
  switch (expression.type) {
    case "TestGroup":
      return true;
    case "TestLogical":
      return expression.operands.some(holdsParenthesis);
    case "TestNot":
      return holdsParenthesis(expression.operand);
    case "TestBinary":
      return /\(/.test(expression.right.text.replace(/'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|\$\([^)]*\)/g, ""));
    default:
      return false;
  }
}
