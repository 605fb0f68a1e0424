/** Forty compilers of 60 MB each, where a build has 700 MB of memory: dd stands in for them. */
import { proofOf } from "../define-proof.ts";

const MAKEFILE = `OBJECTS = $(addsuffix .o,$(shell seq 40))
all: $(OBJECTS)
.PHONY: all
%.o:
	dd if=/dev/zero of=/dev/null bs=60M count=30
`;

const recipe = (make: string) => `Bootstrap: localimage
From: {base}

%files
    Makefile /srv/Makefile

%post
    cd /srv
    ${make}
    echo made > /srv/program
`;

export default proofOf({
  rule: "DF205",
  base: "python",
  memory: 700 * 2 ** 20,
  files: { Makefile: MAKEFILE },
  recipe: recipe("make -j"),
  failure: /Killed|signal: killed/,
  look: ({ image }) => (image.has("/srv/program") ? "fine" : "lost"),
  after: { advice: "a number of jobs", recipe: recipe("make -j 2") },
});
