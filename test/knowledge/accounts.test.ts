/** Account commands and files; how commands are called is in the fixtures of account-command. */
import { expect, test } from "vitest";
import { ACCOUNT_COMMANDS, isAccountFile } from "#rules/knowledge/accounts/accounts.ts";

test("the commands that write only /etc/shadow are none", () => {
  for (const name of ["passwd", "chpasswd", "chage"]) expect(ACCOUNT_COMMANDS).not.toContain(name);
});

test.each([
  ["/etc/passwd", true],
  ["/etc//group", true],
  ["/etc/./group", true],
  ["/etc/passwd-", false],
  ["/etc/shadow", false],
  ["/opt/etc/passwd", false],
])("isAccountFile %s", (path, expected) => {
  expect(isAccountFile(path)).toBe(expected);
});
