/** The formats that findings come in. */
import type { RunResult } from "../engine/run.ts";
import type { Format } from "./formats.ts";
import { renderJson } from "./json.ts";
import { renderText } from "./text.ts";

/** How findings are laid out for whoever reads them. */
export interface RenderOptions {
  readonly color: boolean;
  /** Width to lay the text out for; undefined where nobody looks at it in a terminal. */
  readonly columns: number | undefined;
  /** The first sentence of why a rule exists; undefined where it is not known. */
  readonly why?: (code: string) => string | undefined;
  /** Whether the findings are what a build leaves, where more is mended and other flags count. */
  readonly building?: boolean;
}

/** Renders a run; pure, each line ended. */
export type Reporter = (run: RunResult, options: RenderOptions) => string;

/** The reporter of each format. */
export const reporters: Readonly<Record<Format, Reporter>> = {
  text: renderText,
  json: renderJson,
};
