import { effectiveValue, isLost, lastEntry } from "#rules/knowledge/recipe/header-entries.ts";
import { findProgram } from "../files/find-program.ts";
import { isSwitchedOn } from "./engine-settings.ts";
import type { Check } from "./obstacle.ts";
import { runsOnHost } from "./stages.ts";
import { STANDARD_PATH } from "./standard-path.ts";

/** Apptainer 1.4.5, run: agents that call a program of the host end with "is not in PATH" without one of these. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  debootstrap: ["debootstrap"],
  yum: ["dnf", "yum"],
  dnf: ["dnf", "yum"],
  zypper: ["zypper"],
  arch: ["pacstrap"],
};

/** Whether the host has the programs that make a base out of packages. */
export const checkBootstrapTools: Check = (question) => {
  const { document, io } = question;
  if (document === undefined || isSwitchedOn("update", question)) return [];
  const path = `${io.env.PATH ?? ""}:${STANDARD_PATH}`;
  return document.stages.flatMap((stage) => {
    const entry = lastEntry(stage.stage, "bootstrap");
    const agent = entry === undefined || isLost(entry) ? undefined : effectiveValue(entry, stage);
    const tools = agent !== undefined && Object.hasOwn(TOOLS, agent) ? TOOLS[agent] : undefined;
    if (tools === undefined || runsOnHost(document, stage.stage.index)) return [];
    if (tools.some((tool) => findProgram(tool, path) !== undefined)) return [];
    return [
      {
        name: "bootstrap-tool-missing",
        gravity: "blocking" as const,
        message: `Bootstrap: ${agent} needs ${tools.join(" or ")} on this host, and it is not there`,
        cure: "start from an image of the distribution instead (Bootstrap: docker), or have the program installed",
      },
    ];
  });
};
