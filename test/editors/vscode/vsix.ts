/** The packed extension: made without a network, and read back. */
import { join } from "node:path";
import { requireFromExtension, runNpm } from "./extension-package.ts";

interface Entry {
  readonly fileName: string;
}
interface Archive {
  readEntry(): void;
  on(event: "entry", handler: (entry: Entry) => void): Archive;
  on(event: "end", handler: () => void): Archive;
  on(event: "error", handler: (error: Error) => void): Archive;
  openReadStream(entry: Entry, done: (error: Error | null, stream: NodeJS.ReadableStream) => void): void;
}

/** Packs the extension into a directory; gives what is in it by path. */
export async function packExtension(directory: string): Promise<ReadonlyMap<string, string>> {
  const path = join(directory, "deflint.vsix");
  const { status, output } = runNpm(["run", "package", "--offline", "--", "-o", path]);
  if (status !== 0) throw new Error(output);
  return unzip(path);
}

function unzip(path: string): Promise<ReadonlyMap<string, string>> {
  const yauzl = requireFromExtension("yauzl");
  const texts = new Map<string, string>();
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true }, (problem: Error | null, archive: Archive) => {
      if (problem !== null) return reject(problem);
      archive.on("end", () => resolve(texts)).on("error", reject);
      archive.on("entry", (entry) => {
        archive.openReadStream(entry, (error, stream) => {
          if (error !== null) return reject(error);
          let text = "";
          stream.setEncoding("utf8").on("data", (part) => {
            text += part;
          });
          stream.on("end", () => {
            texts.set(entry.fileName, text);
            archive.readEntry();
          });
        });
      });
      archive.readEntry();
    });
  });
}
