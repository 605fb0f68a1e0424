/** Images that bring a system and next to no environment variables of their own. */
import { headerEntry } from "#grammar/ast.ts";
import type { StageContext } from "../../document.ts";
import { readImageName } from "./container-images.ts";

/** Their configurations on Docker Hub: of distributions nothing but PATH, of nvidia/cuda what begins with NV or CUDA. */
const BARE =
  /^(?:ubuntu|debian|centos|rockylinux|almalinux|fedora|alpine|oraclelinux|amazonlinux|archlinux|opensuse|nvidia\/cuda)(?:$|\/)/;

/** Whether a stage starts from such an image or builds its system from packages: neither a locale nor CARGO_HOME is set there. */
export function isBareDistribution({ stage }: StageContext): boolean {
  const agent = headerEntry(stage, "bootstrap")?.value.text;
  if (agent === "docker" || agent === "library") {
    return BARE.test(readImageName(headerEntry(stage, "from")?.value.text ?? "")?.name ?? "");
  }
  return /^(?:debootstrap|yum|dnf|zypper|arch|busybox)$/.test(agent ?? "");
}
