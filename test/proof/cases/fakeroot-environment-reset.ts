/** What LD_PRELOAD holds is what makes root of the builder. */
import { type Demonstration, proofOf } from "../define-proof.ts";

const LIBRARY = "/usr/lib/x86_64-linux-gnu/libm.so.6";

/** Without the fakeroot command the owner cannot be changed to begin with. */
const OWNED: Pick<Demonstration, "base" | "failure" | "besides"> = {
  base: "mini",
  failure: /chown: changing ownership of '\/srv\/box'/,
  besides: { userns: "DF106" },
};

export default proofOf({
  rule: "DF118",
  demonstrations: [
    {
      what: "LD_PRELOAD set to a library",
      ...OWNED,
      recipe: ["touch /srv/box", `export LD_PRELOAD=${LIBRARY}`, "chown root:mail /srv/box", "id -u"],
      after: "unsafe-fix",
    },
    {
      what: "env -i",
      ...OWNED,
      recipe: ["touch /srv/box", "env -i /bin/chown root:mail /srv/box"],
      after: {
        advice: "env -u for single variables",
        recipe: ["touch /srv/box", "env -u LANG /bin/chown root:mail /srv/box"],
      },
    },
  ],
});
