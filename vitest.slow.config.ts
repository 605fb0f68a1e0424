/** The tests that need a corpus, other programs or minutes; one folder each, named on the command line. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/{corpus,packaging,apptainer,fuzz,editors}/**/*.test.ts"],
    passWithNoTests: true,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // They share the package cache and the machine's user namespaces.
    fileParallelism: false,
  },
});
