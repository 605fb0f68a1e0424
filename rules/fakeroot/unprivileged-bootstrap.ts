import type { Stage } from "#grammar/ast.ts";
import { type Draft, defineRule } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { findObstacle, imageInstead } from "../knowledge/images/bootstrap-agents.ts";
import { effectiveValue, lastEntry } from "../knowledge/recipe/header-entries.ts";
import { isBogusStage } from "../knowledge/recipe/stage-splits.ts";

function* check(stage: Stage, ctx: StageContext): Iterable<Draft> {
  const entry = lastEntry(stage, "bootstrap");
  const agent = entry && effectiveValue(entry, ctx);
  if (entry === undefined || agent === undefined || isBogusStage(ctx)) return;
  const obstacle = findObstacle(agent, ctx.document.target.mode);
  if (obstacle === undefined) return;
  const image = imageInstead(ctx.base);
  const instead = image === undefined ? "the distribution's image" : `From: ${image}`;
  yield {
    range: entry.value,
    ...(obstacle.isCertain ? {} : { severity: "warning", confidence: "medium" }),
    message: `The agent ${agent} ${obstacle.reason}. In this mode the build ends there, before %post. Start from an image instead: Bootstrap: docker and ${instead}.`,
  };
}

export default defineRule({
  meta: {
    code: "DF115",
    name: "unprivileged-bootstrap",
    summary: "Start from an image where no system can be made out of packages",
    why: `The agents \`yum\`, \`dnf\`, \`zypper\`, \`debootstrap\` and \`arch\` make the base out of packages, on the host and as root: they make device
nodes and mount file systems. Without root, and without a range of subordinate user ids in \`/etc/subuid\`, that is refused, and the build
ends before \`%post\`: \`while creating .../dev/null: operation not permitted\`, \`you must be root to build with debootstrap\`. The fakeroot
command does not help, since it only serves \`%post\`. Start from the distribution's own image with \`Bootstrap: docker\`, and install the packages of
\`Include:\` in \`%post\`. The agents \`scratch\` and \`busybox\` work in every mode.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: {
      subuid: "fails",
      userns: "fails",
      "userns-fakeroot": "fails",
      "suid-fakeroot": "fails",
      proot: "fails",
    },
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5, run in all modes with each agent",
      "Apptainer, internal/pkg/build/sources/conveyorPacker_yum.go, makePseudoDevices",
      "https://github.com/apptainer/apptainer/issues/2190",
      "SingularityCE user guide, Build a container: unprivileged builds with proot",
    ],
  },
  on: { stage: check },
});
