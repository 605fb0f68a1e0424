/**
 * Packages for the machine and not for the container: kernels, their modules, and NVIDIA's driver. Package indexes of
 * Debian, Ubuntu, Enterprise Linux, openSUSE and NVIDIA; cuda-X-Y depends on cuda-runtime-X-Y, and that on cuda-drivers.
 */

import { packageNameOf } from "../accounts/packages-adding-users.ts";
import type { Argument } from "../shell/invocation.ts";
import type { PackageFamily } from "./transactions.ts";

/** `cuda`: CUDA and the driver in one. `running`: for the kernel of the machine that builds. */
export type KernelPackageKind = "kernel" | "modules" | "driver" | "cuda" | "running";

const DRIVER =
  /^(?:nvidia-(?:driver|open|kmod|kernel|headless)(?:-.+)?|nvidia-\d{3}|cuda-drivers(?:-.+)?|xserver-xorg-video-nvidia(?:-.+)?)$/;
const CUDA = /^cuda(?:-runtime|-demo-suite)?(?:-\d+[-.]\d+)?$/;

const KINDS: readonly (readonly [KernelPackageKind, "rpm" | "deb" | "both", RegExp])[] = [
  ["driver", "both", DRIVER],
  ["modules", "both", /^dkms$|-dkms$/],
  ["modules", "rpm", /^(?:kmod|akmod)-(?!libs$|devel$)/],
  ["cuda", "both", CUDA],
  ["kernel", "deb", /^linux-(?:image|modules|generic|lowlatency|virtual)(?:-.+)?$/],
  ["kernel", "rpm", /^kernel(?:-rt|-debug|-default|-64k)?(?:-core|-modules(?:-core|-extra)?)?$/],
];

/** What stands in all of these names: most packages have none of it. */
const HINT = /nvidia|cuda|dkms|kmod|linux|kernel/;

/** What a package word of a transaction names, and under which name; undefined for any other package. */
export function kernelPackage(
  { value, word }: Argument,
  family: PackageFamily,
): { readonly kind: KernelPackageKind; readonly name: string } | undefined {
  if (family !== "rpm" && family !== "deb") return undefined;
  if (
    /^(?:linux-(?:headers|image|modules)|kernel(?:-devel|-headers)?)-(?:\$\(|`)\s*uname\b/.test(
      word.text.replace(/^"/, ""),
    )
  )
    return { kind: "running", name: word.text.replace(/"/g, "") };
  // `name-` and `name+` are apt's words for a removal and an installation; what stands behind a colon is a module's stream.
  if (value === undefined || !HINT.test(value) || /[-+]$/.test(value)) return undefined;
  const name = packageNameOf(value, family).replace(/:.*$/, "");
  const row = KINDS.find(([, of, pattern]) => (of === family || of === "both") && pattern.test(name));
  return row && { kind: row[0], name };
}

/** The package that is CUDA of the same version without the driver; undefined where no version is said. */
export function cudaWithoutDriver(name: string): string | undefined {
  const [, part, major, minor] = /^cuda(-runtime)?-(\d+)[-.](\d+)$/.exec(name) ?? [];
  if (major === undefined) return undefined;
  return `cuda-${part === undefined ? "toolkit" : "libraries"}-${major}-${minor}`;
}
