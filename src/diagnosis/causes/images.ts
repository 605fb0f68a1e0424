/** Base images that are refused, made for another processor, or to be made by programs that are missing. */
import type { CauseEntry } from "./cause-entry.ts";

export const images: readonly CauseEntry[] = [
  {
    cause: "image-denied",
    blames: "from",
    signs: [
      { by: "engine", pattern: /toomanyrequests|rate limit|429 Too Many/i },
      {
        by: "engine",
        pattern:
          /unauthorized|authentication required|denied: |: denied$|requested access to the resource is denied|401 |403 Forbidden/i,
        phases: ["start", "fetch"],
      },
    ],
    cure: (_, { line: { text } }) =>
      /toomanyrequests|rate limit|429/i.test(text)
        ? {
            kind: "host",
            advice:
              "The registry has counted too many downloads from here. Wait an hour, log in (`apptainer registry login --username NAME docker://docker.io`), or take the image from another registry or a file.",
          }
        : {
            kind: "host",
            advice:
              "The registry does not give this image away: it is private, or there is no such name. Check the name, or log in: `apptainer registry login --username NAME docker://HOST`.",
          },
  },
  {
    cause: "bootstrap-tool-missing",
    blames: "from",
    rules: ["DF115"],
    signs: [
      { by: "engine", pattern: /(debootstrap|zypper|pacstrap|yum|dnf|rpm|SUSEConnect) is not in (?:PATH|path)/i },
      { by: "engine", pattern: /(neither yum nor dnf) in path/i },
      {
        by: "engine",
        pattern: /exec: "(debootstrap|yum|dnf|rpm|zypper|pacstrap|arch-chroot)": executable file not found/,
      },
    ],
    cure: ({ mode }, { match }) => ({
      kind: "recipe",
      advice: `Bootstrap by a package manager of the host, and the host has no ${match[1]?.replace("neither yum nor", "yum or")}. Take the distribution's image instead: Bootstrap: docker.${mode === undefined ? "" : " In this mode it would hardly work with it either."}`,
    }),
  },
  {
    cause: "architecture-mismatch",
    blames: "from",
    signs: [
      {
        by: "engine",
        pattern:
          /no image found in (?:manifest list|image index) for architecture|architecture.*(?:does not match|not (?:found|supported))|no child with platform/i,
      },
      { by: "engine", pattern: /exec format error/i },
    ],
    cure: () => ({
      kind: "recipe",
      advice:
        "The base image is made for another processor than this host's. Take a tag for this architecture, or build on a host of the image's.",
    }),
  },
];
