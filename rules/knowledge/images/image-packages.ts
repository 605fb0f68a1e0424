/** Packages that well-known images hold beside their distribution's own, by the words of the header. */
import { headerEntry } from "#grammar/ast.ts";
import { substitute } from "#grammar/templates.ts";
import type { StageContext } from "../../document.ts";
import { readImageName } from "./container-images.ts";

/** Images made from buildpack-deps, which has git and ssh; their slim variants are not. Docker's official images. */
const BUILDPACK = /^(?:buildpack-deps|erlang|gcc|golang|haskell|node|openjdk|perl|pypy|python|ruby|rust)$/;

/** Images whose Dockerfiles install git or ssh with what they recommend. */
const WITH_SSH =
  /^(?:continuumio\/(?:mini|ana)conda[23]?|nfcore\/base|jupyter\/[a-z-]+-notebook|nvidia\/(?:pytorch|tensorflow|jax|caffe|mxnet)|intel\/(?:oneapi-)?(?:base|hpc|ai)kit)$/;

/** Images whose Dockerfiles install sudo: rocker-versioned2's install_rstudio.sh, docker-stacks' base-notebook. */
const WITH_SUDO =
  /^(?:(?:rocker|rocker-org)\/(?:rstudio|tidyverse|verse|geospatial|binder)|jupyter\/[a-z-]+-notebook)$/;

/** Whether the base image of a stage surely has a package already; false where it is not known. */
export function hasFromBase(packageName: string, { stage, values }: StageContext): boolean {
  const from = headerEntry(stage, "from")?.value.text;
  const image = from === undefined ? undefined : readImageName(substitute(from, values));
  if (image === undefined) return false;
  if (packageName === "sudo") return WITH_SUDO.test(image.name);
  if (packageName !== "openssh-client") return false;
  if (WITH_SSH.test(image.name)) return true;
  return BUILDPACK.test(image.name) && !/slim|alpine|minimal|curl/.test(image.tag);
}

/** Whether the base image of a stage keeps apt from installing what packages recommend. */
export function declinesRecommends({ stage, values }: StageContext): boolean {
  const from = headerEntry(stage, "from")?.value.text;
  const image = from === undefined ? undefined : readImageName(substitute(from, values));
  return image !== undefined && /^(?:r-base|rocker\/(?:r-base|r-devel|drd)|bitnami\/minideb)$/.test(image.name);
}
