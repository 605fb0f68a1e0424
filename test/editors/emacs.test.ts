/** Emacs in batch mode: Flymake by the page's backend, and Eglot with the real server. */
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Home, makeHome } from "../home.ts";
import { snippet } from "../snippet.ts";
import { hasEditor } from "./has-editor.ts";
import { FINDINGS, RECIPE } from "./recipe.ts";

const isInstalled = hasEditor("emacs", ["-Q", "--batch"]);
const hasEglot =
  isInstalled &&
  spawnSync("emacs", ["--batch", "--eval", "(progn (package-initialize) (require 'eglot))"]).status === 0;
if (isInstalled && !hasEglot)
  console.warn("\n!!! SKIPPED: what docs/editors.md says of Eglot, because elpa-eglot is not installed\n");

/** Waits for two findings and prints them: line, column, type and text, a line each. */
const WAIT_AND_PRINT = String.raw`
  (let ((end (time-add nil 30)))
    (while (and (< (length (flymake-diagnostics)) 2) (time-less-p nil end)) (accept-process-output nil 0.05)))
  (dolist (d (sort (flymake-diagnostics) (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))
    (goto-char (flymake-diagnostic-beg d))
    (princ (format "%d %d %s %s\n" (line-number-at-pos) (1+ (current-column)) (flymake-diagnostic-type d)
                   (flymake-diagnostic-text d))))
`;

const FLYMAKE = `(load-file "deflint.el")
(setq flymake-start-on-flymake-mode nil)
(with-current-buffer (find-file-noselect "app.def")
  (goto-char (point-max)) (insert "# not saved\\n")
  (flymake-start)
  ${WAIT_AND_PRINT}
  (set-buffer-modified-p nil))
`;

/** What asks for a server waits for the end of a command, and in batch mode there are none. */
const EGLOT = `(package-initialize)
(load-file "deflint.el")
(setq apptainer-mode-hook nil eglot-sync-connect 30)
(load-file "eglot.el")
(with-current-buffer (find-file-noselect "app.def")
  (run-hooks 'post-command-hook)
  (flymake-start)
  ${WAIT_AND_PRINT}
  (set-buffer-modified-p nil)
  (eglot-shutdown-all))
`;

describe.skipIf(!isInstalled)("Emacs", () => {
  let home: Home;
  beforeAll(() => {
    home = makeHome();
    home.write("deflint.el", snippet("docs/editors.md", "emacs/deflint.el"));
    home.write("eglot.el", snippet("docs/editors.md", "emacs/eglot.el"));
    home.write("app.def", RECIPE);
  });
  afterAll(() => home.remove());

  const run = (name: string, text: string): string[] => {
    home.write(name, `;; -*- lexical-binding: t -*-\n${text}`);
    return home.run("emacs", ["-q", "--batch", "-l", name]).trim().split("\n");
  };

  it("shows the findings of a text that is not saved, by Flymake", () => {
    const lines = run("flymake.el", FLYMAKE);
    expect(lines).toEqual([
      expect.stringMatching(/^5 5 :error useradd cannot .*\(DF103 account-command\)$/),
      expect.stringMatching(/^6 17 :warning pip downloads .*\(DF201 pip-fills-tmp\)$/),
    ]);
  });

  it.skipIf(!hasEglot)("shows what the server finds, by Eglot", () => {
    const lines = run("eglot-test.el", EGLOT);
    expect(lines).toEqual(
      FINDINGS.map(({ line, column, code }) => expect.stringMatching(`^${line} ${column} .*${code}`)),
    );
  });
});
