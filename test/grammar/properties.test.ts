/** What holds for any text, made of pieces that the grammars know. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { findBreach } from "../fuzz/invariants.ts";

const piece = fc.oneof(
  fc.constantFrom(
    "Bootstrap: docker\n",
    "From: a\n",
    "%post\n",
    "%files\n",
    "%labels\n",
    "%arguments\n",
    "%help\n",
    "%appinstall a\n",
  ),
  fc.constantFrom(
    " \\\n",
    "# c\n",
    "{{ X }}",
    "\r\n",
    "\n",
    " ",
    "\t",
    '"',
    "'",
    "$(",
    ")",
    "`",
    "<<E\n",
    "E\n",
    "\ufeff",
    "\u00a0",
    "\0",
  ),
  fc.constantFrom("a b\n", "A=1\n", "useradd x\n", "if a; then\n", "fi\n", "(", "|", "&&", ";"),
  fc.string({ unit: "binary", maxLength: 5 }),
);

test("any text is read, given back, and every node lies inside its parent", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      expect(findBreach(pieces.join(""))).toBeUndefined();
    }),
    { numRuns: 400 },
  );
});
