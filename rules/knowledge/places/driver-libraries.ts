/** NVIDIA's driver for programs: the libraries that must be of the same version as the host's kernel module. */

/** Packages of Debian and Ubuntu, of RPM distributions and of NVIDIA's own repositories that hold them; not the kernel's part. */
const PACKAGES: readonly RegExp[] = [
  /^libnvidia-(?:compute|gl|encode|decode|ifr1|fbc1|common|cfg1|extra|ml)-?\d*(?:-server)?$/,
  /^libcuda1(?:-\d+)?$/,
  /^libnvidia-ml1$/,
  /^nvidia-(?:compute-)?utils(?:-\d+)?(?:-server)?$/,
  /^nvidia-(?:opencl-icd|libopencl1)(?:-\d+)?$/,
  /^xorg-x11-drv-nvidia-(?:libs|cuda|cuda-libs)$/,
  /^nvidia-(?:libs|persistenced)$/,
];

/** Whether a package word, with a version or without, names one of them. */
export function isDriverLibraryPackage(word: string): boolean {
  if (!/nvidia|cuda/.test(word)) return false;
  const name = word.replace(/[=:*].*$/, "").replace(/\.(?:x86_64|aarch64)$/, "");
  return PACKAGES.some((pattern) => pattern.test(name));
}

/** Whether a file is one of them, by its name. */
export function isDriverLibrary(path: string): boolean {
  return /(?:^|\/)lib(?:cuda|nvidia-ml|nvidia-ptxjitcompiler|nvidia-opencl|nvcuvid|nvidia-encode)\.so(?:\.[\d.]+)?\*?$/.test(
    path,
  );
}

/** Whether a directory holds the stubs that only a linker may see. */
export function isStubs(path: string): boolean {
  return /(?:^|\/)(?:cuda[^/]*|lib(?:64)?)\/(?:.*\/)?stubs\/?$/.test(path);
}
