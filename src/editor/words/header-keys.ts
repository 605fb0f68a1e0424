/** What the keys of a header are for, as an editor tells it. */

/** Markdown, one sentence or two each, by the key in lower case. */
export const HEADER_KEY_WORDS: Readonly<Record<string, string>> = {
  bootstrap: "Where the base comes from; starts a stage. The agent's case counts: `docker`, not `Docker`.",
  from: "The base image, or the file or directory that the agent takes it from.",
  stage: "The stage's name, for `%files from NAME` in later stages.",
  includecmd: "`yes` copies the yum of the host's configuration into the image (agent yum).",
  mirrorurl: "The mirror that packages are fetched from; `%{OSVERSION}` stands for `OSVersion`.",
  updateurl: "The mirror of updates, beside `MirrorURL`.",
  osversion: "The release of the distribution, as its mirror calls it.",
  include: "Packages that are installed with the base, between spaces.",
  library: "The library that the image is fetched from, in place of the configured one.",
  registry: "The registry before the image's name, as in `quay.io`.",
  namespace: "The path between the registry and the image's name.",
  product: "The product to register at SUSE (agent zypper).",
  user: "The user to register as at SUSE (agent zypper).",
  regcode: "The code to register with at SUSE (agent zypper).",
  productpgp: "The key of the product (agent zypper).",
  registerurl: "Where to register (agent zypper).",
  modules: "Modules to register, between commas (agent zypper).",
  fingerprints: "Keys, between commas, by one of which the base image has to be signed.",
  confurl: "Where the package manager's configuration comes from.",
  setopt: "Options for the package manager (agents dnf and yum).",
  target: "The stage of the Dockerfile to build (agent buildkit).",
  frontend: "The frontend that reads the Dockerfile (agent buildkit).",
  filename: "The name of the Dockerfile (agent buildkit).",
  buildargs: "Build arguments of the Dockerfile (agent buildkit).",
};

/** For `OtherURL0`, `OtherURL1`, ... */
export const OTHER_URL_WORDS = "One more repository to install from.";
