import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { renderConfigurationSchema, SCHEMA_FILE } from "../../scripts/configuration-schema.ts";
import { profileNames, profilePath } from "../../src/config/profiles.ts";
import { settingsOfOne } from "./configure.ts";

const root = join(import.meta.dirname, "../..");
const documentation = readFileSync(join(root, "docs/configuration.md"), "utf8");
const examples = [documentation, readFileSync(join(root, "README.md"), "utf8")].flatMap((page) =>
  [...page.matchAll(/^```toml\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text),
);

describe("the JSON schema of deflint.toml", () => {
  const accepts = new Ajv({ strict: false }).compile(JSON.parse(renderConfigurationSchema()));

  it("is current: npm run docs writes it", () => {
    expect(readFileSync(join(root, SCHEMA_FILE), "utf8")).toBe(renderConfigurationSchema());
  });

  it.each([...examples, ...profileNames().map((name) => readFileSync(profilePath(name), "utf8"))])(
    "accepts what deflint accepts: %j",
    (text) => expect(accepts(parse(text)), JSON.stringify(accepts.errors)).toBe(true),
  );

  it.each([
    "selct = []\n",
    'select = ["pip-fils-tmp"]\n',
    '[severity]\nDF999 = "error"\n',
    '[severity]\nDF1 = "off"\n',
    '[target]\nmode = "setuid"\n',
    "[[overrides]]\nignore = []\n",
    'shellcheck = "/tmp/evil"\n',
  ])("refuses what deflint refuses: %j", async (text) => {
    expect(accepts(parse(text))).toBe(false);
    await expect(settingsOfOne({ "deflint.toml": text })).rejects.toThrow(/^deflint\.toml:\d+: /);
  });

  it("explains every key", () => {
    const described = (schema: object): [string, boolean][] =>
      Object.entries(schema).flatMap(([name, value]: [string, Record<string, object>]) => [
        [name, "description" in value] as [string, boolean],
        ...described(value["properties"] ?? {}),
        ...described((value["items"] as Record<string, object> | undefined)?.["properties"] ?? {}),
      ]);
    const { properties } = JSON.parse(renderConfigurationSchema());
    expect(described(properties).filter(([, isDescribed]) => !isDescribed)).toEqual([]);
    expect(described(properties).length).toBeGreaterThan(30);
  });
});

describe("docs/configuration.md", () => {
  it("has examples that hold, and so has the README", async () => {
    expect(examples.length).toBeGreaterThan(5);
    for (const text of examples) {
      const others = [...text.matchAll(/"(\w[\w/-]*\.toml)"/g)].map(([, path = ""]) => [path, ""]);
      const files = { ...Object.fromEntries(others), "deflint.toml": text };
      await expect(settingsOfOne(files), text).resolves.toBeDefined();
    }
  });

  it("speaks of every key", () => {
    const { properties } = JSON.parse(renderConfigurationSchema());
    const missing = Object.keys({ ...properties, ...properties.target.properties, ...properties.fix.properties });
    expect(missing.filter((key) => !documentation.includes(key))).toEqual([]);
  });
});

describe("a profile of a site", () => {
  it.each(profileNames())("%s holds, and names the source of each fact", async (name) => {
    const text = readFileSync(profilePath(name), "utf8");
    const { target, configured } = await settingsOfOne({ "deflint.toml": `extends = "deflint:${name}"\n` });
    expect(configured?.resolved.target.get("mode")?.origin).toBe(`deflint:${name}`);
    expect(target.mode).toBe(name === "lumi" ? "proot" : "suid-fakeroot");
    const lines = text.split("\n");
    const facts = lines.flatMap((line, index) => (/^[\w-]+ = /.test(line) ? [index] : []));
    expect(facts.length).toBeGreaterThan(2);
    for (const index of facts) expect(lines[index - 1], lines[index]).toMatch(/^# /);
    expect(text).toContain(`extends = "deflint:${name}"`);
  });
});
