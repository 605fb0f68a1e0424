/** Where a stage's header names its base, and what it names there. */
import type { HeaderEntry } from "#grammar/ast.ts";
import type { StageContext } from "../../document.ts";
import { effectiveValue, isLost, lastEntry } from "../recipe/header-entries.ts";
import { isBogusStage } from "../recipe/stage-splits.ts";

export interface BaseReference {
  readonly agent: string;
  readonly bootstrap: HeaderEntry;
  readonly from: HeaderEntry;
  /** The value of `From:` without the scheme that people write before it, build arguments put in. */
  readonly image: string;
}

/** What `Bootstrap:` and `From:` name together; undefined where one of them is missing or not known yet. */
export function readBaseReference(ctx: StageContext): BaseReference | undefined {
  const bootstrap = lastEntry(ctx.stage, "bootstrap");
  const from = lastEntry(ctx.stage, "from");
  if (bootstrap === undefined || from === undefined || isBogusStage(ctx)) return undefined;
  if (isLost(bootstrap) || isLost(from)) return undefined;
  const [agent, value] = [effectiveValue(bootstrap, ctx), effectiveValue(from, ctx)];
  if (!agent || !value || /[$<>]|\{\{/.test(value)) return undefined;
  const image = (value.split(/\s/)[0] ?? "").replace(/^(?:(?:docker|library|oras|shub):)?\/\//, "");
  return image === "" ? undefined : { agent, bootstrap, from, image };
}

/** Whether a stage runs anything of `%post` or `%appinstall`. */
export function hasPost({ scripts }: StageContext): boolean {
  return scripts.some(({ script }) => script.type === "post" && script.joined.text.trim() !== "");
}

/** The name under which any client knows an image: with its registry, as in `docker.io/library/ubuntu:22.04`. */
export function fullNameOf({ agent, image }: BaseReference, ctx: StageContext): string {
  if (agent !== "docker" && agent !== "oras") return `${agent}://${image}`;
  const key = (name: string): string => {
    const entry = lastEntry(ctx.stage, name);
    const value = entry === undefined || isLost(entry) ? undefined : effectiveValue(entry, ctx);
    return value ? `${value.replace(/\/$/, "")}/` : "";
  };
  const name = key("registry") + key("namespace") + image;
  const [host = "", ...path] = name.split("/");
  if (path.length > 0 && (/[.:]/.test(host) || host === "localhost")) {
    return [/^(?:index|registry-1)\.docker\.io$/.test(host) ? "docker.io" : host, ...path].join("/");
  }
  return `docker.io/${path.length === 0 ? "library/" : ""}${name}`;
}
