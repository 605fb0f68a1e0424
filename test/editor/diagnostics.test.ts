import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import {
  DiagnosticRefreshRequest,
  DiagnosticSeverity,
  DidChangeWatchedFilesNotification,
  DidSaveTextDocumentNotification,
  DocumentDiagnosticRequest,
  FileChangeType,
  RegistrationRequest,
} from "vscode-languageserver/node";
import { makeTemporaryDirectory } from "../temporary-directory.ts";
import { startClient } from "./client.ts";

const URI = "untitled:Untitled-1";
const BROKEN = "Bootstrap: docker\nFrom: ubuntu:24.04\n%pots\n  true\n";

describe("diagnostics", () => {
  it("come while typing, with code, name, source and version, from a text that is in no file", async () => {
    const client = await startClient();
    await client.open(URI, BROKEN);
    const first = await client.awaitPublished(URI);
    expect(first.version).toBe(1);
    expect(first.diagnostics).toEqual([
      {
        range: { start: { line: 2, character: 0 }, end: { line: 2, character: 5 } },
        severity: DiagnosticSeverity.Error,
        code: "DF001",
        source: "deflint",
        message: expect.stringContaining("%post"),
        data: { name: "unknown-section", fix: "unsafe" },
      },
    ]);
    await client.change(URI, 2, [
      { range: { start: { line: 2, character: 1 }, end: { line: 2, character: 5 } }, text: "post" },
    ]);
    expect((await client.awaitPublished(URI, ({ version }) => version === 2)).diagnostics).toEqual([]);
  });

  it("count lines as LSP does, at a lone CR too, and characters in UTF-16", async () => {
    const client = await startClient();
    await client.open(
      URI,
      "# 😀\rnote\nBootstrap: docker\r\nFrom: ubuntu:24.04\n%post\n  echo 😀 > /dev/null; useradd bob\n",
    );
    const { diagnostics } = await client.awaitPublished(URI);
    const [useradd] = diagnostics.filter(({ code }) => code === "DF103");
    expect(useradd?.range.start).toEqual({ line: 5, character: 23 });
  });

  it("are asked for where the client announces that, and are not sent then", async () => {
    const client = await startClient({ capabilities: { textDocument: { diagnostic: {} } } });
    expect(client.answer.capabilities.diagnosticProvider).toMatchObject({ identifier: "deflint" });
    await client.open(URI, BROKEN);
    const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: URI } });
    expect(report).toMatchObject({ kind: "full", items: [{ code: "DF001" }] });
    expect(client.published).toEqual([]);
  });

  it("are gone when the recipe is closed", async () => {
    const client = await startClient();
    await client.open(URI, BROKEN);
    await client.awaitPublished(URI, ({ diagnostics }) => diagnostics.length === 1);
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: URI } });
    await client.awaitPublished(URI, ({ diagnostics }) => diagnostics.length === 0);
  });

  it("show hygiene as hints, where somebody wants it", async () => {
    const text = "Bootstrap: docker\nFrom: ubuntu:24.04\n%post\n  apt-get update && apt-get install -y curl\n";
    const client = await startClient({ options: { hygiene: true } });
    await client.open(URI, text);
    const { diagnostics } = await client.awaitPublished(URI);
    expect(diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Hint)).not.toEqual([]);
    const other = await startClient();
    await other.open(URI, text);
    const shown = (await other.awaitPublished(URI)).diagnostics;
    expect(shown.filter(({ severity }) => severity === DiagnosticSeverity.Hint)).toEqual([]);
  });
});

describe("the configuration of an open recipe", () => {
  function makeRepository(toml: string) {
    const root = makeTemporaryDirectory();
    mkdirSync(join(root, "recipes"));
    const path = join(root, "deflint.toml");
    writeFileSync(path, toml);
    return {
      root,
      write: (text: string) => writeFileSync(path, text),
      configuration: pathToFileURL(path).href,
      recipe: pathToFileURL(join(root, "recipes/x.def")).href,
    };
  }

  it("is followed, and read again when it changes on the disk", async () => {
    const { root, recipe, configuration, write } = makeRepository('ignore = ["DF001"]\n');
    const client = await startClient({ root });
    await client.open(recipe, BROKEN);
    expect((await client.awaitPublished(recipe)).diagnostics).toEqual([]);
    write("");
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: configuration, type: FileChangeType.Changed }],
    });
    const { diagnostics } = await client.awaitPublished(recipe, (one) => one.diagnostics.length > 0);
    expect(diagnostics).toMatchObject([{ code: "DF001" }]);
  });

  it("is watched by a client that can watch", async () => {
    const client = await startClient({
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
      answers: (connection, done) =>
        connection.onRequest(RegistrationRequest.type, ({ registrations }) => done(registrations)),
    });
    expect(JSON.stringify(await client.asked)).toContain('"**/*.toml"');
  });

  it("is told once when it is wrong, in the file too, and the last good one holds", async () => {
    const { root, recipe, configuration, write } = makeRepository('ignore = ["DF001"]\n');
    const client = await startClient({ root });
    await client.open(recipe, BROKEN);
    await client.awaitPublished(recipe);
    await client.open(configuration, "");
    write("\nignroe = []\n");
    await client.connection.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: { uri: configuration },
    });
    const shown = await client.awaitPublished(configuration, (one) => one.diagnostics.length > 0);
    expect(shown.diagnostics).toMatchObject([
      { message: "there is no key ignroe; did you mean ignore?", range: { start: { line: 1 } }, severity: 1 },
    ]);
    await client.change(recipe, 2, [{ text: `${BROKEN}\n` }]);
    const kept = await client.awaitPublished(recipe, ({ version }) => version === 2);
    expect(kept.diagnostics).toEqual([]);
    expect(client.messages).toEqual(["deflint: deflint.toml:2: there is no key ignroe; did you mean ignore?"]);
    write("");
    const before = client.published.length;
    await client.connection.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: { uri: configuration },
    });
    await client.awaitPublished(recipe, ({ diagnostics }) => diagnostics.length === 1);
    await client.awaitPublished(
      configuration,
      (one) => client.published.indexOf(one) >= before && one.diagnostics.length === 0,
    );
  });
});

describe("other programs", () => {
  const SCRIPT = "Bootstrap: docker\nFrom: ubuntu:24.04\n%post\n  rm $1\n";

  function makeProgram(name: string, text: string): string {
    const directory = makeTemporaryDirectory();
    writeFileSync(join(directory, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return directory;
  }
  const FAKE = [
    'case "$1" in --version) echo "version: 0.9.0"; exit;; esac',
    `echo '{"comments":[{"file":"-","line":2,"endLine":2,"column":6,"endColumn":8,"level":"warning","code":2086,"message":"Double quote.","fix":null}]}'`,
    "exit 1",
  ].join("\n");

  it("ShellCheck speaks after our own findings, with a link", async () => {
    const client = await startClient({ env: { PATH: makeProgram("shellcheck", FAKE) } });
    await client.open(URI, SCRIPT);
    expect((await client.awaitPublished(URI)).diagnostics).toEqual([]);
    const { diagnostics } = await client.awaitPublished(URI, (one) => one.diagnostics.length > 0);
    expect(diagnostics).toMatchObject([
      {
        code: "SC2086",
        source: "shellcheck",
        codeDescription: { href: "https://www.shellcheck.net/wiki/SC2086" },
        range: { start: { line: 3, character: 5 }, end: { line: 3, character: 7 } },
      },
    ]);
  });

  it("what ShellCheck said stays while something else is typed, and goes when it speaks again", async () => {
    const client = await startClient({ env: { PATH: makeProgram("shellcheck", FAKE) } });
    await client.open(URI, SCRIPT);
    await client.awaitPublished(URI, (one) => one.diagnostics.length > 0);
    const start = { line: 0, character: 0 };
    await client.change(URI, 2, [{ range: { start, end: start }, text: "# new\n" }]);
    const moved = await client.awaitPublished(URI, ({ version }) => version === 2);
    expect(moved.diagnostics).toMatchObject([{ code: "SC2086", range: { start: { line: 4, character: 5 } } }]);
    const place = { line: 4, character: 6 };
    await client.change(URI, 3, [{ range: { start: place, end: place }, text: "x" }]);
    expect((await client.awaitPublished(URI, ({ version }) => version === 3)).diagnostics).toEqual([]);
  });

  it("ShellCheck is asked when the typing rests, and an answer about an older text is not shown", async () => {
    const log = join(makeTemporaryDirectory(), "log");
    const program = [
      'case "$1" in --version) echo "version: 0.9.0"; exit;; esac',
      `echo asked >> ${log}`,
      'case "$(/bin/cat)" in *slow*) /bin/sleep 1;; *) echo \'{"comments":[]}\'; exit;; esac',
      FAKE,
    ].join("\n");
    const client = await startClient({ env: { PATH: makeProgram("shellcheck", program) } });
    await client.open(URI, `${SCRIPT}  slow\n`);
    await client.awaitPublished(URI);
    for (let version = 2; version <= 11; version++) {
      await client.change(URI, version, [{ text: `${SCRIPT}  fast${version}\n` }]);
      await client.awaitPublished(URI, (one) => one.version === version);
    }
    // The last text has been asked about, and the slow answer is there.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(readFileSync(log, "utf8").match(/asked/g)).toHaveLength(2);
    expect(client.published.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  });

  it("ShellCheck's answer is told to a client that asks, or waited for", async () => {
    const env = { PATH: makeProgram("shellcheck", FAKE) };
    const capabilities = { textDocument: { diagnostic: {} } };
    const patient = await startClient({ env, capabilities });
    await patient.open(URI, SCRIPT);
    const ask = { textDocument: { uri: URI } };
    expect(await patient.connection.sendRequest(DocumentDiagnosticRequest.type, ask)).toMatchObject({
      items: [{ code: "SC2086" }],
    });
    const client = await startClient({
      env,
      capabilities: { ...capabilities, workspace: { diagnostics: { refreshSupport: true } } },
    });
    const refreshed = new Promise<void>((resolve) =>
      client.connection.onRequest(DiagnosticRefreshRequest.type, () => resolve()),
    );
    await client.open(URI, SCRIPT);
    expect(await client.connection.sendRequest(DocumentDiagnosticRequest.type, ask)).toMatchObject({ items: [] });
    await refreshed;
    expect(await client.connection.sendRequest(DocumentDiagnosticRequest.type, ask)).toMatchObject({
      items: [{ code: "SC2086" }],
    });
  });

  it("a shell is asked whether what deflint cannot parse is an error at all", async () => {
    const text = "Bootstrap: docker\nFrom: ubuntu:24.04\n%post\n  if true; then\n";
    const refused = await startClient({ env: { PATH: makeProgram("sh", "cat > /dev/null; exit 2") } });
    await refused.open(URI, text);
    expect((await refused.awaitPublished(URI)).diagnostics).toEqual([]);
    await refused.awaitPublished(URI, ({ diagnostics }) => diagnostics.some(({ code }) => code === "DF026"));
    const unknown = await startClient();
    await unknown.open(URI, text);
    expect((await unknown.awaitPublished(URI)).diagnostics).toMatchObject([{ code: "DF026" }]);
  });
});
