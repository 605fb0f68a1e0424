import { describe, expect, it } from "vitest";
import { renderGithub } from "../../src/reporters/github.ts";
import { emptyRun, hostileFindings, hostileRun, OPTIONS, visibleRange } from "./hostile.ts";

interface Annotation {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads commands as the runner does, and takes nothing else. */
function parseCommands(text: string): Annotation[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const [, command = "", given = "", message = ""] = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line) ?? [];
      if (command === "") throw new Error(`no command: ${line}`);
      const properties = given.split(",").map((pair) => {
        const [name = "", ...value] = pair.split("=");
        if (!/^(title|file|line|endLine|col|endColumn)$/.test(name)) throw new Error(`no property: ${pair}`);
        return [name, undo(value.join("="), /%(0D|0A|3A|2C|25)/g)];
      });
      return { command, properties: Object.fromEntries(properties), message: undo(message, /%(0D|0A|25)/g) };
    });
}

function undo(text: string, escapes: RegExp): string {
  expect(text.replaceAll(escapes, "")).not.toMatch(/[%\r]/);
  return text.replaceAll(escapes, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

describe("renderGithub", () => {
  const text = renderGithub(hostileRun, OPTIONS);
  const annotations = parseCommands(text);

  it("is a line a finding that the runner reads back, and one for what could not be judged", () => {
    expect(annotations).toHaveLength(hostileFindings.length + 2);
    expect(annotations[1]).toEqual({
      command: "error",
      properties: { title: "deflint", file: "gone\n.def" },
      message: "twice",
    });
    expect(renderGithub(emptyRun, OPTIONS)).toBe("");
  });

  it("has every finding at its place", () => {
    const commands = { error: "error", warning: "warning", info: "notice" };
    for (const [index, { source, finding }] of hostileFindings.entries()) {
      const { command = "", properties = {} }: Partial<Annotation> = annotations[index + 2] ?? {};
      expect(command).toBe(commands[finding.severity]);
      const range = visibleRange(source, finding.range);
      const start = source.positionAt(range.start);
      const mark = start.line === 0 && source.text.startsWith("\ufeff") ? 1 : 0;
      expect(Number(properties["line"])).toBe(start.line + 1);
      const end = source.positionAt(range.end);
      // The host refuses columns of an annotation over several lines.
      const columns =
        end.line === start.line
          ? [`${start.character + 1 - mark}`, `${end.character + 1 - mark}`]
          : [undefined, undefined];
      expect([properties["col"], properties["endColumn"]]).toEqual(columns);
      expect(Number(properties["endLine"])).toBeGreaterThanOrEqual(start.line + 1);
    }
  });

  it("lets no recipe write to the log's terminal", () => {
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(new Set(annotations.map(({ properties }) => properties["file"]))).toContain("new\nline\r\\x09tab.def");
  });

  it("looks like this", () => {
    expect(text.split("\n")[1]).toBe("::error title=deflint,file=gone%0A.def::twice");
    expect(text).toContain("::error title=DF100 some-rule,file=plain.def,line=1,endLine=1,col=1,endColumn=1::");
    expect(text).toContain(",file=a%3Ab%2Cc=d;e#f?g.def,");
  });
});
