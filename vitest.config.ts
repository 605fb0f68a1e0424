/** The fast tests. */
import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The first test of a file waits for its imports, which takes seconds on a busy machine.
    testTimeout: 20_000,
    // By default one processor is left idle, which is half of a small machine.
    maxWorkers: "100%",
    exclude: [...configDefaults.exclude, "test/{corpus,packaging,apptainer,fuzz,editors}/**"],
  },
});
