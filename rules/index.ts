/** The registry: every rule, in the order of codes. A retired code stays as a comment and is never given again. */

import architectureBoundDownload from "./base/architecture-bound-download.ts";
import baseGlibcOlderThanHost from "./base/base-glibc-older-than-host.ts";
import baseWithoutGlibc from "./base/base-without-glibc.ts";
import endOfLifeBase from "./base/end-of-life-base.ts";
import retiredImageSource from "./base/retired-image-source.ts";
import unpinnedBase from "./base/unpinned-base.ts";
import untrustedSource from "./base/untrusted-source.ts";
import type { Rule } from "./define-rule.ts";
import fixDropped from "./deflint/fix-dropped.ts";
import suppressionWithoutReason from "./deflint/suppression-without-reason.ts";
import unknownRuleInSuppression from "./deflint/unknown-rule-in-suppression.ts";
import unusedSuppression from "./deflint/unused-suppression.ts";
import accountCommand from "./fakeroot/account-command.ts";
import accountFileEdit from "./fakeroot/account-file-edit.ts";
import aptSandboxUser from "./fakeroot/apt-sandbox-user.ts";
import debPostinstAddsUser from "./fakeroot/deb-postinst-adds-user.ts";
import deviceNode from "./fakeroot/device-node.ts";
import fakerootEnvironmentReset from "./fakeroot/fakeroot-environment-reset.ts";
import fileCapability from "./fakeroot/file-capability.ts";
import filesystemPackageUpgrade from "./fakeroot/filesystem-package-upgrade.ts";
import getoptMissing from "./fakeroot/getopt-missing.ts";
import kernelOrDriverPackage from "./fakeroot/kernel-or-driver-package.ts";
import mountInPost from "./fakeroot/mount-in-post.ts";
import mountedSystemFile from "./fakeroot/mounted-system-file.ts";
import ownershipChange from "./fakeroot/ownership-change.ts";
import rpmScriptletAddsUser from "./fakeroot/rpm-scriptlet-adds-user.ts";
import serviceManager from "./fakeroot/service-manager.ts";
import stubUndone from "./fakeroot/stub-undone.ts";
import sudoInPost from "./fakeroot/sudo-in-post.ts";
import switchUser from "./fakeroot/switch-user.ts";
import tarKeepsOwner from "./fakeroot/tar-keeps-owner.ts";
import unguardedStub from "./fakeroot/unguarded-stub.ts";
import unprivilegedBootstrap from "./fakeroot/unprivileged-bootstrap.ts";
import extraWords from "./files/extra-words.ts";
import ignoredFilesFrom from "./files/ignored-files-from.ts";
import missingSource from "./files/missing-source.ts";
import setupTouchesHost from "./files/setup-touches-host.ts";
import argumentsDropped from "./runtime/arguments-dropped.ts";
import driverLibraryInImage from "./runtime/driver-library-in-image.ts";
import environmentNotExported from "./runtime/environment-not-exported.ts";
import environmentRunsCommands from "./runtime/environment-runs-commands.ts";
import installsUnderRootHome from "./runtime/installs-under-root-home.ts";
import pathHiddenAtRunTime from "./runtime/path-hidden-at-run-time.ts";
import searchPathOverwritten from "./runtime/search-path-overwritten.ts";
import unreadableForOthers from "./runtime/unreadable-for-others.ts";
import userSiteLeaks from "./runtime/user-site-leaks.ts";
import writesToReadOnlyImage from "./runtime/writes-to-read-only-image.ts";
import downloadPipedToShell from "./security/download-piped-to-shell.ts";
import secretInRecipe from "./security/secret-in-recipe.ts";
import unverifiedDownload from "./security/unverified-download.ts";
import worldWritable from "./security/world-writable.ts";
import bashSyntaxUnderSh from "./shell/bash-syntax-under-sh.ts";
import commentBreaksContinuation from "./shell/comment-breaks-continuation.ts";
import condaActivate from "./shell/conda-activate.ts";
import environmentNotInPost from "./shell/environment-not-in-post.ts";
import errexitLost from "./shell/errexit-lost.ts";
import exportLostAtRunTime from "./shell/export-lost-at-run-time.ts";
import hiddenFailure from "./shell/hidden-failure.ts";
import homeInPost from "./shell/home-in-post.ts";
import interactivePrompt from "./shell/interactive-prompt.ts";
import removedTool from "./shell/removed-tool.ts";
import shebangIgnored from "./shell/shebang-ignored.ts";
import shellOptionInRunscript from "./shell/shell-option-in-runscript.ts";
import spaceAfterBackslash from "./shell/space-after-backslash.ts";
import deletesHostTmp from "./space/deletes-host-tmp.ts";
import payloadInTmp from "./space/payload-in-tmp.ts";
import pipFillsTmp from "./space/pip-fills-tmp.ts";
import sharedTmpName from "./space/shared-tmp-name.ts";
import unboundedParallelBuild from "./space/unbounded-parallel-build.ts";
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
import missingMetadata from "./upkeep/missing-metadata.ts";
import packageCacheLeft from "./upkeep/package-cache-left.ts";
import recommendedPackagesInstalled from "./upkeep/recommended-packages-installed.ts";
import systemUpgrade from "./upkeep/system-upgrade.ts";
import unpinnedPackage from "./upkeep/unpinned-package.ts";

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
  debPostinstAddsUser,
  accountCommand,
  accountFileEdit,
  aptSandboxUser,
  ownershipChange,
  fileCapability,
  deviceNode,
  switchUser,
  sudoInPost,
  tarKeepsOwner,
  mountInPost,
  mountedSystemFile,
  serviceManager,
  unprivilegedBootstrap,
  filesystemPackageUpgrade,
  kernelOrDriverPackage,
  fakerootEnvironmentReset,
  stubUndone,
  unguardedStub,
  getoptMissing,
  pipFillsTmp,
  payloadInTmp,
  deletesHostTmp,
  sharedTmpName,
  unboundedParallelBuild,
  baseGlibcOlderThanHost,
  baseWithoutGlibc,
  endOfLifeBase,
  unpinnedBase,
  retiredImageSource,
  architectureBoundDownload,
  untrustedSource,
  missingSource,
  extraWords,
  ignoredFilesFrom,
  setupTouchesHost,
  errexitLost,
  shebangIgnored,
  bashSyntaxUnderSh,
  shellOptionInRunscript,
  hiddenFailure,
  condaActivate,
  interactivePrompt,
  environmentNotInPost,
  exportLostAtRunTime,
  commentBreaksContinuation,
  spaceAfterBackslash,
  removedTool,
  homeInPost,
  installsUnderRootHome,
  pathHiddenAtRunTime,
  argumentsDropped,
  environmentNotExported,
  searchPathOverwritten,
  userSiteLeaks,
  unreadableForOthers,
  environmentRunsCommands,
  driverLibraryInImage,
  writesToReadOnlyImage,
  secretInRecipe,
  downloadPipedToShell,
  unverifiedDownload,
  worldWritable,
  unpinnedPackage,
  packageCacheLeft,
  systemUpgrade,
  missingMetadata,
  recommendedPackagesInstalled,
  unusedSuppression,
  suppressionWithoutReason,
  unknownRuleInSuppression,
  fixDropped,
];
