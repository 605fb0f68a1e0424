import { expect, it, vi } from "vitest";
import { settingsOfOne } from "./configure.ts";

const loaded: string[] = [];
for (const name of ["smol-toml", "valibot"])
  vi.doMock(name, async (original) => {
    loaded.push(name);
    return original();
  });

it("loads what reads configurations only where there is one", async () => {
  await settingsOfOne({}, { mode: "userns" });
  expect(loaded).toEqual([]);
  await settingsOfOne({ "deflint.toml": "" });
  expect(loaded.sort()).toEqual(["smol-toml", "valibot"]);
});
