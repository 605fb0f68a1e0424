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
import appSectionName from "./syntax/app-section-name.ts";
import byteOrderMark from "./syntax/byte-order-mark.ts";
import duplicateHeaderKey from "./syntax/duplicate-header-key.ts";
import foreignDoubleBraces from "./syntax/foreign-double-braces.ts";
import headerContinuation from "./syntax/header-continuation.ts";
import headerLineWithoutValue from "./syntax/header-line-without-value.ts";
import headerValueCutAtHash from "./syntax/header-value-cut-at-hash.ts";
import indentedSection from "./syntax/indented-section.ts";
import invisibleCharacter from "./syntax/invisible-character.ts";
import labelSeparator from "./syntax/label-separator.ts";
import loneQuoteInFiles from "./syntax/lone-quote-in-files.ts";
import missingFrom from "./syntax/missing-from.ts";
import repeatedSection from "./syntax/repeated-section.ts";
import sectionArguments from "./syntax/section-arguments.ts";
import sectionLineInBody from "./syntax/section-line-in-body.ts";
import sectionNameSeparator from "./syntax/section-name-separator.ts";
import sectionTooLong from "./syntax/section-too-long.ts";
import shellSyntaxError from "./syntax/shell-syntax-error.ts";
import shellVariableInHeader from "./syntax/shell-variable-in-header.ts";
import skippedTemplate from "./syntax/skipped-template.ts";
import stageSplitInBody from "./syntax/stage-split-in-body.ts";
import stageWithoutHeader from "./syntax/stage-without-header.ts";
import swallowedStage from "./syntax/swallowed-stage.ts";
import undefinedBuildArgument from "./syntax/undefined-build-argument.ts";
import unknownBootstrapAgent from "./syntax/unknown-bootstrap-agent.ts";
import unknownHeaderKey from "./syntax/unknown-header-key.ts";
import unknownSection from "./syntax/unknown-section.ts";
import unknownStage from "./syntax/unknown-stage.ts";
import unusedBuildArgument from "./syntax/unused-build-argument.ts";

export const rules: readonly Rule[] = [
  unknownSection,
  sectionNameSeparator,
  sectionLineInBody,
  indentedSection,
  unknownHeaderKey,
  headerLineWithoutValue,
  headerContinuation,
  stageSplitInBody,
  swallowedStage,
  byteOrderMark,
  sectionTooLong,
  duplicateHeaderKey,
  repeatedSection,
  appSectionName,
  undefinedBuildArgument,
  skippedTemplate,
  stageWithoutHeader,
  loneQuoteInFiles,
  unknownBootstrapAgent,
  headerValueCutAtHash,
  missingFrom,
  shellVariableInHeader,
  unusedBuildArgument,
  labelSeparator,
  invisibleCharacter,
  shellSyntaxError,
  foreignDoubleBraces,
  unknownStage,
  sectionArguments,
  rpmScriptletAddsUser,
  accountCommand,
  accountFileEdit,
  unguardedStub,
  pipFillsTmp,
  deletesHostTmp,
  errexitLost,
  commentBreaksContinuation,
];
