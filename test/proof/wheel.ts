/** A Python package of our own, as large as to overfill a small /tmp, under the name of a large real one. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../apptainer/lab.ts";

export const WHEEL = "torch-2.5.0-py3-none-any.whl";

/** Bytes of the package's one large file, which do not compress. */
export const WHEEL_BYTES = 40 * 2 ** 20;

/** The wheel, packed by the Python of the lab's tree. */
export async function makeWheel(lab: Lab): Promise<Buffer> {
  const directory = lab.directory("root");
  try {
    const info = "torch-2.5.0.dist-info";
    mkdirSync(join(directory, "torch"));
    mkdirSync(join(directory, info));
    writeFileSync(join(directory, "torch/__init__.py"), "");
    writeFileSync(join(directory, "torch/weights.bin"), randomBytes(WHEEL_BYTES));
    writeFileSync(join(directory, info, "METADATA"), "Metadata-Version: 2.1\nName: torch\nVersion: 2.5.0\n");
    writeFileSync(join(directory, info, "WHEEL"), "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
    const files = ["torch/__init__.py", "torch/weights.bin", `${info}/METADATA`, `${info}/WHEEL`, `${info}/RECORD`];
    writeFileSync(join(directory, info, "RECORD"), files.map((file) => `${file},,\n`).join(""));
    const ran = await lab.run("python3", ["-m", "zipfile", "-c", WHEEL, "torch", info], {
      cwd: directory,
      user: "root",
    });
    if (ran.code !== 0) throw new Error(`python3 -m zipfile: ${ran.text}`);
    return readFileSync(join(directory, WHEEL));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
