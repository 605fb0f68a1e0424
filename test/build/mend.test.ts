import { expect, it } from "vitest";
import { sourceFromBytes, sourceFromText } from "#grammar/source.ts";
import { makeBuildServices } from "../../src/commands/mend.ts";
import { EVERY_RULE } from "../../src/engine/choice.ts";
import { makeTarget } from "../../src/engine/target.ts";
import { makeFakeIo } from "../fake-io.ts";

const HEAD = "Bootstrap: docker\nFrom: rockylinux/rockylinux:8.10\n%post\n";
const services = makeBuildServices(makeFakeIo("/work"));
const options = { unsafe: false, buildArguments: new Map<string, string>(), choice: EVERY_RULE };

function mend(script: string, change: Partial<typeof options> = {}) {
  const source = sourceFromText(`${HEAD}${script}`);
  return { source, ...services.mend(source, "d/x.def", makeTarget("suid-fakeroot"), { ...options, ...change }) };
}

it("mends for the build, and says what it did", () => {
  const { changed, diff, applied, text, deletesHostTmp, refused } = mend("    dnf -y install unbound-libs\n");
  expect({ changed, deletesHostTmp, refused }).toEqual({ changed: true, deletesHostTmp: false, refused: [] });
  expect(applied).toEqual([{ code: "DF101", count: 1 }]);
  expect(diff).toMatch(/^--- a\/d\/x.def\n/);
  expect(text).toContain("deflint-stub");
});

it("applies what only a build applies", () => {
  expect(mend("    dnf -y install which\n").changed).toBe(true);
});

it("knows whether what remains deletes files of the host", () => {
  const script = "    rm -rf /tmp/*\n    true\n";
  expect(mend(script)).toMatchObject({ changed: false, deletesHostTmp: true });
  expect(mend(script, { unsafe: true })).toMatchObject({ changed: true, deletesHostTmp: false });
});

it("refuses to build without the files that it would copy", () => {
  const source = sourceFromText("Bootstrap: docker\nFrom: rockylinux/rockylinux:8.10\n%files\n    a.txt /opt/a\n");
  const mended = (answer: "present" | "missing") =>
    services.mend(source, "x.def", { ...makeTarget("root"), sources: () => answer }, options);
  expect(mended("missing").refused).toMatchObject([{ code: "DF401", severity: "error" }]);
  expect(mended("present").refused).toEqual([]);
});

it("leaves what is no UTF-8", () => {
  const source = sourceFromBytes(Buffer.concat([Buffer.from(`${HEAD}    useradd x # `), Buffer.from([0xff, 0x0a])]));
  expect(services.mend(source, "x.def", makeTarget("suid-fakeroot"), options)).toMatchObject({
    changed: false,
    text: source.text,
  });
});

it("shows what remains as it counts in a build", () => {
  const { findings, source } = mend("    rm -rf /tmp/*\n    true\n");
  const output = { write: () => {}, color: false, columns: 60 };
  const shown = services.renderFindings(findings, source, "x.def", output);
  expect(shown).toContain("(--unsafe-fixes)\n");
  expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
});
