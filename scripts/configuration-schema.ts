/** The JSON schema of deflint.toml, for editors: made of what the validator is made of. */
import { toJsonSchema } from "@valibot/to-json-schema";
import { configurationTable, selector } from "../src/config/schema.ts";
import { SELECTOR_NAMES } from "../src/config/selectors.ts";

/** Where it stands in the source tree. */
export const SCHEMA_FILE = "src/config/deflint.schema.json";

/** The text of the file. */
export function renderConfigurationSchema(): string {
  const schema = toJsonSchema(configurationTable, {
    target: "draft-07",
    typeMode: "input",
    // What only code can judge (a range of versions, the braces of a glob) is left to deflint itself.
    errorMode: "ignore",
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema === selector.pipe[0] ? { $ref: "#/definitions/selector" } : jsonSchema,
  });
  const { $schema, ...rest } = schema;
  const whole = {
    $schema,
    title: "deflint.toml",
    description: DESCRIPTION,
    ...rest,
    definitions: { selector: SELECTOR },
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

/** Editors offer the names of the rules. */
const SELECTOR = {
  description: "A rule by code or name, a family of rules, a group, or a code of ShellCheck's.",
  anyOf: [
    { type: "string", enum: SELECTOR_NAMES },
    { type: "string", pattern: "^SC\\d{4}$" },
  ],
};

const DESCRIPTION = "Configuration of deflint. No key of it names a program.";
