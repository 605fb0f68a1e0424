import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializeRequest,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

const root = join(import.meta.dirname, "../..");
const uri = "untitled:Untitled-1";
let dist = "";

/** `deflint lsp` as it is shipped, and a client of it. */
async function startServer(processId: number | null = process.pid) {
  const child = spawn(process.execPath, [join(dist, "cli.cjs"), "lsp", "--stdio"], { stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const answer = await connection.sendRequest(InitializeRequest.type, { processId, rootUri: null, capabilities: {} });
  return { child, connection, answer };
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on("exit", resolve));
}

describe("deflint lsp", () => {
  beforeAll(() => {
    dist = join(mkdtempSync(join(tmpdir(), "deflint-lsp-")), "dist");
    const build = pathToFileURL(join(root, "scripts/build.mjs")).href;
    execFileSync(process.execPath, [
      "-e",
      `import("${build}").then(({ buildInto }) => buildInto(${JSON.stringify(dist)}))`,
    ]);
    return () => rmSync(join(dist, ".."), { recursive: true });
  });

  it("is a file that asks for nothing but Node and the documentation, and that no other command needs", () => {
    const required = [...readFileSync(join(dist, "lsp.cjs"), "utf8").matchAll(/\brequire\("([^"]+)"\)/g)];
    expect(required.length).toBeGreaterThan(5);
    expect(required.map(([, name = ""]) => name).filter((name) => !isBuiltin(name))).toEqual(["./docs.json"]);
    renameSync(join(dist, "lsp.cjs"), join(dist, "away.cjs"));
    const { status, stderr } = spawnSync(process.execPath, [join(dist, "cli.cjs"), "explain", "DF101"], {
      encoding: "utf8",
    });
    renameSync(join(dist, "away.cjs"), join(dist, "lsp.cjs"));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("serves over standard input and output until it is told to end", async () => {
    const { child, connection, answer } = await startServer();
    expect(answer.serverInfo?.name).toBe("deflint");
    const published = new Promise<PublishDiagnosticsParams>((resolve) =>
      connection.onNotification(PublishDiagnosticsNotification.type, resolve),
    );
    const text = "Bootstrap: docker\nFrom: ubuntu:24.04\n%pots\n  true\n";
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: "apptainer-def", version: 1, text },
    });
    expect((await published).diagnostics).toMatchObject([{ code: "DF001" }]);
    // The rules' reasons are in a file of their own.
    const hover = await connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: { line: 2, character: 2 },
    });
    expect(JSON.stringify(hover)).toContain("unknown-section**: ");
    await connection.sendRequest(ShutdownRequest.type);
    const end = endOf(child);
    await connection.sendNotification(ExitNotification.type);
    expect(await end).toBe(0);
  });

  it("ends with trouble where nobody said that it should: when its input ends, or its client is gone", async () => {
    const left = await startServer();
    const end = endOf(left.child);
    left.child.stdin.end();
    expect(await end).toBe(1);
    const { pid } = spawnSync("true");
    const orphan = await startServer(pid);
    expect(await endOf(orphan.child)).toBe(1);
  });
});
