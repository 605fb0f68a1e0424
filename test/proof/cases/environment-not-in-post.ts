/** A variable of %environment in %post. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF508",
  base: "none",
  // A base that is a local image has its %environment read in %post.
  recipe:
    "Bootstrap: docker\nFrom: debian:12\nRegistry: {registry}\n\n%post\n    mkdir -p $PREFIX/share/app\n\n%environment\n    export PREFIX=/opt/app\n",
  flags: ["--no-https"],
  env: { LAB_FAKEROOT: "bookworm" },
  look: ({ image }) => (image.has("/opt/app/share/app") ? "fine" : "misleads"),
  after: "fix",
});
