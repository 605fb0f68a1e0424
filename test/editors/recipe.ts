/** A recipe with one finding of each kind, and what deflint makes of it. */

/** An error that a safe fix mends, and a warning that an unsafe one does. */
export const RECIPE = `Bootstrap: docker
From: docker.io/library/rockylinux:9

%post
    useradd app
    pip install torch
`;

/** Lines and columns, both 1-based, and codes of its findings. */
export const FINDINGS = [
  { line: 5, column: 5, code: "DF103" },
  { line: 6, column: 17, code: "DF201" },
] as const;
