/** EasyBuild: which commands build software, and from which easyconfigs. Manual of EasyBuild 5. */
import { type Invocation, operandsOf } from "../shell/invocation.ts";
import type { Reading } from "./manager.ts";

/** Options with which it shows or fetches and installs nothing. */
const HARMLESS =
  /^-(?:[DxMSShLH]|-(?:dry-run(?:-short)?|extended-dry-run|missing(?:-modules)?|search(?:-short|-filename)?(?:=.*)?|fetch|stop(?:=.*)?|help|version|list-.*|show-.*|avail-.*|check-.*|new-pr.*|install-latest-eb-release))$/;
const SOURCES = /^--(?:from-pr|from-commit|easystack)(?:=|$)/;

export function readEasyBuild({ arguments: words }: Invocation): Reading | undefined {
  if (words.some(({ value }) => HARMLESS.test(value ?? ""))) return undefined;
  const packages = operandsOf(words).filter(({ value }) => value?.endsWith(".eb"));
  const files = words.filter(({ value }) => SOURCES.test(value ?? ""));
  if (packages.length === 0 && files.length === 0) return undefined;
  return { family: "easybuild", action: "install", packages, files, verb: undefined };
}
