/** Package managers beside a distribution's: of languages, of environments, of scientific software. */
import type { Manager } from "./manager.ts";

const CONDA_ENV = { create: "install", update: "upgrade", remove: "remove" } as const;

/** conda 25.x `conda install --help`, micromamba and mamba 2.x `--help`. Without `-y` all of them ask. */
const CONDA: Manager = {
  family: "conda",
  valued:
    /^-[npcfr]$|^--(?:name|prefix|channel|file|root-prefix|rc-file|solver|experimental-solver|repodata-fn|platform|subdir|channel-priority|clone|revision|console|log-level|download-threads|extract-threads|relocate-prefix|pyc|category)$/,
  verbs: {
    install: "install",
    create: "install",
    update: "upgrade",
    upgrade: "upgrade",
    remove: "remove",
    uninstall: "remove",
  },
  verbGroups: { env: CONDA_ENV },
  harmless: /^--(?:dry-run|download-only|help|version)$|^-[dh]$/,
  files: /^(?:-f|--file)$/,
  yes: { options: /^-[a-zA-Z]*y[a-zA-Z]*$|^--yes$/, write: "-y", behind: "verb" },
};

/** npm 10 (npm-install(1), npm-ci(1)), yarn 1.22, pnpm 9. Those that follow ask nothing before they install. */
const NPM: Manager = {
  family: "npm",
  valued:
    /^-[Cw]$|^--(?:prefix|registry|cache|loglevel|omit|include|tag|workspace|install-strategy|cwd|modules-folder|dir)$/,
  verbs: {
    install: "install",
    i: "install",
    add: "install",
    ci: "install",
    update: "upgrade",
    upgrade: "upgrade",
    up: "upgrade",
    uninstall: "remove",
    remove: "remove",
    rm: "remove",
  },
  verbGroups: { global: { add: "install", upgrade: "upgrade", remove: "remove" } },
  harmless: /^--(?:dry-run|help|version)$/,
};

/** cargo-install(1) 1.8x. */
const CARGO: Manager = {
  family: "cargo",
  valued:
    /^-[FjZC]$|^--(?:version|vers|git|branch|tag|rev|path|root|index|registry|features|profile|jobs|target|target-dir|config|bin|example|color|message-format)$/,
  verbs: { install: "install", uninstall: "remove" },
  harmless: /^--(?:list|dry-run|help)$/,
  packages: /^[^+]/,
};

/** spack 0.23 `spack install --help`; what follows a spec's name (`%gcc`, `^dep`, `+variant`, `key=value`) is no package. */
const SPACK: Manager = {
  family: "spack",
  valued: /^-[eECcjfD]$|^--(?:env|config-scope|config|jobs|file|color|log-format|log-file|until|env-dir)$/,
  verbs: { install: "install", uninstall: "remove" },
  harmless: /^--(?:fake|help)$|^-h$/,
  files: /^(?:-f|--file)$/,
  packages: /^(?![\w-]+=)[A-Za-z]/,
};

/** gem 3.5 `gem help install`. */
const GEM: Manager = {
  family: "gem",
  valued: /^-[vinsPp]$|^--(?:version|install-dir|bindir|platform|source|trust-policy|http-proxy|build-root|file)$/,
  verbs: { install: "install", i: "install", update: "upgrade", uninstall: "remove" },
  harmless: /^--(?:explain|help)$/,
};

/** go 1.23 `go help install`, `go help get`. */
const GO: Manager = {
  family: "go",
  valued: /^-{1,2}(?:C|p|tags|ldflags|gcflags|asmflags|mod|modfile|o|overlay|pgo|buildmode|covermode|coverpkg)$/,
  verbs: { install: "install", get: "install" },
  harmless: /^-n$/,
};

export const LANGUAGE_MANAGERS: Readonly<Record<string, Manager>> = {
  conda: CONDA,
  mamba: CONDA,
  micromamba: CONDA,
  npm: NPM,
  yarn: NPM,
  pnpm: NPM,
  cargo: CARGO,
  spack: SPACK,
  gem: GEM,
  go: GO,
};
