/** The fast tests. */
import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/{corpus,packaging,apptainer,fuzz}/**"],
  },
});
