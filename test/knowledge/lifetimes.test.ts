/** The shape of the table of lifetimes, and how a release finds its row. */
import { expect, test } from "vitest";
import { describe as describeBase } from "#rules/knowledge/images/distributions.ts";
import { lifetimeOf, nameOf, releasesWithLifetime } from "#rules/knowledge/images/lifetimes.ts";

const DATE = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

test.each(releasesWithLifetime())("%s %s", (distribution, release, [endOfLife, gone]) => {
  expect(endOfLife).toMatch(DATE);
  expect(Number.isNaN(Date.parse(endOfLife))).toBe(false);
  if (gone !== undefined) {
    expect(gone).toMatch(DATE);
    expect(gone > endOfLife, "repositories outlive their release").toBe(true);
    expect(lifetimeOf(describeBase(distribution, release))?.archive).toBeDefined();
  }
});

test.each([
  ["centos", "7.4", "2024-06-30"],
  ["rocky", "8.10", "2029-05-31"],
  ["alpine", "3.11.5", "2021-11-01"],
  ["ubuntu", "18.04", "2023-05-31"],
  ["fedora", "28", "2019-05-28"],
] as const)("%s %s", (distribution, release, endOfLife) => {
  expect(lifetimeOf(describeBase(distribution, release))?.endOfLife).toBe(endOfLife);
});

test("what is not known has no lifetime", () => {
  expect(lifetimeOf(describeBase("ubuntu", undefined))).toBeUndefined();
  expect(lifetimeOf(describeBase("alpine", "edge"))).toBeUndefined();
  expect(lifetimeOf(describeBase("arch", "1"))).toBeUndefined();
  expect(nameOf(describeBase("opensuse", "15.3"))).toBe("openSUSE Leap 15.3");
});
