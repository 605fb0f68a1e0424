/** An image without getopt under the fakeroot command, by an Apptainer that does not lend it the host's. */
import { proofOf } from "../define-proof.ts";

const recipe = (files: string) => `Bootstrap: docker
From: fedora:42
Registry: {registry}

${files}%post
    echo begun > /srv/begun
`;

export default proofOf({
  rule: "DF121",
  base: "none",
  flags: ["--no-https"],
  target: { engineVersion: "1.4.5" },
  recipe: recipe(""),
  failure: /getopt: (?:command )?not found/,
  look: ({ image }) => (image.has("/srv/begun") ? "fine" : "lost"),
  after: {
    advice: "getopt copied in with %files",
    recipe: recipe("%files\n    /usr/bin/getopt /usr/bin/getopt\n\n"),
  },
});
