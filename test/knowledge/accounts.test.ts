/** Account commands and files. */
import { expect, test } from "vitest";
import { ACCOUNT_COMMANDS, ACCOUNT_MAKERS, accountCommand, isAccountFile } from "#rules/knowledge/accounts.ts";

test("the commands that write only /etc/shadow are none", () => {
  for (const name of ["passwd", "chpasswd", "chage"]) expect(accountCommand(name)).toBeUndefined();
  for (const name of ACCOUNT_MAKERS) expect(ACCOUNT_COMMANDS).toContain(name);
});

test.each([
  ["useradd", "useradd"],
  ["/usr/sbin/useradd", "useradd"],
  ["/sbin/groupadd", "groupadd"],
  ["/opt/app/bin/useradd", undefined],
  ["./useradd", undefined],
  ["useradd.sh", undefined],
])("accountCommand %s", (word, name) => {
  expect(accountCommand(word)).toBe(name);
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
