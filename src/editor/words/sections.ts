/** What the sections of a recipe are for, as an editor tells it. */
import type { SectionType } from "#grammar/vocabulary.ts";

/** Markdown, one paragraph each. */
export const SECTION_WORDS: Readonly<Record<SectionType, string>> = {
  help: "The text that `apptainer run-help IMAGE` prints.",
  setup:
    "Runs **on the host**, outside of the container, when the base is there. `$APPTAINER_ROOTFS` is the root directory of the image to be; every other path is one of the host.",
  files:
    "Copies into the image before `%post` runs: `SOURCE [DESTINATION]` a line, from the host, or with `%files from STAGE` out of an earlier stage. What follows the second word is ignored.",
  labels: "Labels, which `apptainer inspect IMAGE` prints: `NAME VALUE` a line; the name ends at the first space.",
  environment:
    "Sourced by the shell whenever the container starts. Not seen in `%post`. A variable that programs are to see has to be exported.",
  pre: "Runs **on the host** before the base is fetched.",
  post: "Runs in the container while it is built, after `%files`, by `/bin/sh -ex` unless its line names another program: `%post -c /bin/bash`. A `#!` in it is a comment.",
  runscript:
    'What `apptainer run IMAGE` runs, and the image itself when it is executed. A `#!` in its first line counts; the arguments are in `"$@"`.',
  test: "Runs in the container at the end of the build, unless with `--notest`, and whenever `apptainer test IMAGE` asks for it. A `#!` in its first line counts.",
  startscript: "What `apptainer instance start IMAGE NAME` runs. A `#!` in its first line counts.",
  arguments:
    "Defaults of build arguments: `NAME=value` a line. `{{ NAME }}`, anywhere in this stage, takes it where `--build-arg NAME=...` gives no other.",
  appinstall: "Runs in the container while it is built, in one script with `%post`, for the app that its line names.",
  applabels: "Labels of the app that its line names: `NAME VALUE` a line.",
  appfiles: "Copies files for the app that its line names: `SOURCE [DESTINATION]` a line.",
  appenv: "Sourced by the shell when the app that its line names starts.",
  apptest: "What `apptainer test --app NAME IMAGE` runs.",
  apphelp: "The text that `apptainer run-help --app NAME IMAGE` prints.",
  apprun: "What `apptainer run --app NAME IMAGE` runs.",
  appstart: "What `apptainer instance start --app NAME IMAGE` runs.",
};

/** The Apptainer version that brought a section, where there was one before it. */
export const SECTION_SINCE: Readonly<Partial<Record<SectionType, string>>> = { arguments: "1.2" };
