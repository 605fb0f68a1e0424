/** The registry: every rule, in the order of codes. A retired code stays as a comment and is never given again. */
import type { Rule } from "./define-rule.ts";
import accountCommand from "./fakeroot/account-command.ts";
import accountFileEdit from "./fakeroot/account-file-edit.ts";
import rpmScriptletAddsUser from "./fakeroot/rpm-scriptlet-adds-user.ts";
import unguardedStub from "./fakeroot/unguarded-stub.ts";
import commentBreaksContinuation from "./shell/comment-breaks-continuation.ts";
import errexitLost from "./shell/errexit-lost.ts";
import deletesHostTmp from "./space/deletes-host-tmp.ts";
import pipFillsTmp from "./space/pip-fills-tmp.ts";

export const rules: readonly Rule[] = [
  rpmScriptletAddsUser,
  accountCommand,
  accountFileEdit,
  unguardedStub,
  pipFillsTmp,
  deletesHostTmp,
  errexitLost,
  commentBreaksContinuation,
];
