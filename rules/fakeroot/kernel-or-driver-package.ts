import { type Draft, defineRule, type Fix } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { inEveryApptainerMode } from "../knowledge/host/apptainer-modes.ts";
import {
  cudaWithoutDriver,
  type KernelPackageKind,
  kernelPackage,
} from "../knowledge/package-managers/kernel-packages.ts";
import type { Transaction } from "../knowledge/package-managers/transactions.ts";
import type { Argument } from "../knowledge/shell/invocation.ts";

/** One finding a transaction and kind: the packages of one kind have one remedy. */
function* check(transaction: Transaction, ctx: ScriptContext): Iterable<Draft> {
  const { action, family, packages } = transaction;
  if (action !== "install") return;
  const said = new Set<KernelPackageKind>();
  for (const argument of packages) {
    const found = kernelPackage(argument, family);
    if (found === undefined || said.has(found.kind) || isWithoutDriver(found.kind, ctx)) continue;
    said.add(found.kind);
    yield {
      range: argument.word,
      message: describe(found.kind, found.name),
      fix: found.kind === "cuda" ? replaceCuda(argument, found.name) : undefined,
    };
  }
}

/** NVIDIA's repositories for WSL have the same names without the driver. */
function isWithoutDriver(kind: KernelPackageKind, { script }: ScriptContext): boolean {
  return kind === "cuda" && script.joined.text.includes("wsl-ubuntu");
}

function describe(kind: KernelPackageKind, name: string): string {
  switch (kind) {
    case "kernel":
      return `A container runs on the host's kernel: ${name} brings another, which is never used, and its scripts run depmod or make an initramfs. Take it out.`;
    case "modules":
      return `${name} is for kernel modules, which belong to the host: no container can load one, and its scripts look for the sources of a kernel. Take it out.`;
    case "driver":
      return `${name} installs NVIDIA's driver, which belongs to the host: apptainer run --nv brings the host's own, and a second one of another version can get before it. Take it out; CUDA itself is cuda-toolkit-X-Y.`;
    case "cuda":
      return `${name} brings NVIDIA's driver with its kernel module, which belong to the host (apptainer run --nv brings them). Install ${cudaWithoutDriver(name) ?? "cuda-toolkit-X-Y"} instead: the same without the driver.`;
    case "running":
      return `${name} is for the kernel that the building machine runs, which the image's repositories seldom have; and no container can load a module. Take it out.`;
  }
}

function replaceCuda({ value, word }: Argument, name: string): Fix | undefined {
  const better = cudaWithoutDriver(name);
  if (better === undefined || value !== name || !word.literal || word.templated) return undefined;
  const { start, end } = word;
  return { title: `Install ${better}`, safety: "unsafe", edits: [{ start, end, text: better }] };
}

export default defineRule({
  meta: {
    code: "DF117",
    name: "kernel-or-driver-package",
    summary: "Install no kernels, kernel modules or GPU drivers in an image",
    why: `A container has no kernel of its own: it runs on the host's, with the host's modules and the host's GPU driver, which \`--nv\` brings
into the container. Packages such as \`linux-image-generic\`, \`dkms\`, \`nvidia-driver-535\` and \`cuda-drivers\` are never used there, take gigabytes,
and their scripts run \`depmod\`, \`update-initramfs\` or add users, which fails in some builds. A driver in the image whose version is not the host's can hide the
host's: \`Driver/library version mismatch\`. The packages \`cuda\` and \`cuda-12-4\` bring the driver too; \`cuda-toolkit-12-4\` is the same without it.
Headers to compile against (\`linux-libc-dev\`, \`kernel-headers\`) are fine.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryApptainerMode("misleads"),
    since: "0.1.0",
    sources: [
      "NVIDIA CUDA Installation Guide for Linux, Meta Packages",
      "Apptainer user guide, GPU Support",
      "Apptainer, CHANGELOG.md, 1.5.0 (libraries of the container before those of --nv)",
    ],
  },
  on: { transaction: check },
});
