/** All known causes, roots before what follows from them. */
import { accounts } from "./accounts.ts";
import type { CauseEntry } from "./cause-entry.ts";
import { definition } from "./definition.ts";
import { devices } from "./devices.ts";
import { glibc } from "./glibc.ts";
import { images } from "./images.ts";
import { memory } from "./memory.ts";
import { modes } from "./modes.ts";
import { mounts } from "./mounts.ts";
import { ownership } from "./ownership.ts";
import { packages } from "./packages.ts";
import { programs } from "./programs.ts";
import { scriptlets } from "./scriptlets.ts";
import { sources } from "./sources.ts";
import { space } from "./space.ts";
import { targets } from "./targets.ts";
import { tests } from "./tests.ts";
import { unreachableImages } from "./unreachable-images.ts";
import { users } from "./users.ts";

export const CAUSES: readonly CauseEntry[] = [
  ...glibc,
  ...modes,
  ...space,
  ...memory,
  ...users,
  ...devices,
  ...ownership,
  ...mounts,
  ...accounts,
  ...scriptlets,
  ...sources,
  ...images,
  ...targets,
  ...unreachableImages,
  ...packages,
  ...programs,
  ...definition,
  ...tests,
];
