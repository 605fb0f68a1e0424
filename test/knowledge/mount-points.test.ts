/** Mount points: the tables' shape, and which of them hides a path. */
import { expect, test } from "vitest";
import { ALWAYS_MOUNTED, coverOf, USUALLY_MOUNTED } from "#rules/knowledge/places/mount-points.ts";

test("mount points are absolute, without a slash at the end, and each stands once", () => {
  const paths = [...ALWAYS_MOUNTED, ...USUALLY_MOUNTED].map(({ path }) => path);
  for (const path of paths) expect(path).toMatch(/^(?:\/[a-z]+)+$/);
  expect(new Set(paths).size).toBe(paths.length);
});

test.each([
  ["/tmp/x", "/tmp", true],
  ["/var//tmp", "/var/tmp", true],
  ["/home/user/app", "/home", false],
  ["/scratch/data", "/scratch", false],
  ["/appl/tool", "/appl", true],
])("%s is hidden by a mount on %s", (path, point, certain) => {
  expect(coverOf(path, ["/appl/"])).toMatchObject({ path: point, certain });
});

test.each(["/opt/x", "/tmpfiles", "/run/x", "/mnt/x", "/var/lib", "/homes/x"])("%s stays visible", (path) => {
  expect(coverOf(path)).toBeUndefined();
});

test("a bind of everything is no bind", () => {
  expect(coverOf("/opt/x", ["/", ""])).toBeUndefined();
});
