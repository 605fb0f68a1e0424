/** A small registry on this host that serves bases as container images, and an index of Python packages of our own. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { Lab } from "../apptainer/lab.ts";
import type { BaseName, Bases } from "./bases.ts";
import { makeWheel, WHEEL } from "./wheel.ts";

/**
 * Images by the names that a recipe gives them with `Registry: {registry}`: the linter knows the name, and the base has what
 * is told of the real one.
 */
const IMAGES: Readonly<Record<string, { readonly base: BaseName; readonly without?: string }>> = {
  // Programs of this host: an older glibc than the lab's fakeroot needs.
  "debian:12": { base: "old" },
  "debian:sid": { base: "mini" },
  "fedora:42": { base: "mini", without: "./usr/bin/getopt" },
  "busybox:uclibc": { base: "busybox" },
  "rockylinux:9.3": { base: "rpm" },
};

export interface ServedImages {
  /** Host and port; the index is `http://HOST:PORT/simple/`. */
  readonly registry: string;
  close(): void;
}

interface Blob {
  readonly type: string;
  readonly body: Buffer;
}

/** Listens on a free port of the loopback device. Images and the wheel are made on first use. */
export async function serveImages(lab: Lab, bases: Bases): Promise<ServedImages> {
  const blobs = new Map<string, Blob>();
  const manifests = new Map<string, Promise<string>>();
  let wheel: Promise<Buffer> | undefined;
  const serveBlob = async (name: string, reference: string): Promise<Blob | undefined> => {
    if (reference.startsWith("sha256:")) return blobs.get(reference);
    const full = `${name.replace(/^library\//, "")}:${reference}`;
    const image = IMAGES[full];
    if (image === undefined) return undefined;
    const known = manifests.get(full) ?? bases.files(image.base).then((files) => layOut(files, image.without, blobs));
    manifests.set(full, known);
    return blobs.get(await known);
  };
  const answer = async (path: string): Promise<Blob | undefined> => {
    if (path === "/v2/") return { type: "application/json", body: Buffer.from("{}") };
    if (path === "/simple/torch/")
      return { type: "text/html", body: Buffer.from(`<a href="/wheels/${WHEEL}">${WHEEL}</a>`) };
    if (path === `/wheels/${WHEEL}`) {
      wheel ??= makeWheel(lab);
      return { type: "application/zip", body: await wheel };
    }
    const [, name = "", reference = ""] = /^\/v2\/(.+)\/(?:manifests|blobs)\/(.+)$/.exec(path) ?? [];
    return serveBlob(name, reference);
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    answer(pathname).then(
      (blob) => send(response, blob, request.method === "HEAD"),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    registry: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function send(response: ServerResponse, blob: Blob | undefined, isHead: boolean): void {
  if (blob === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "content-type": blob.type,
    "content-length": blob.body.length,
    "docker-content-digest": digestOf(blob.body),
  });
  response.end(isHead ? undefined : blob.body);
}

/** Makes an image of one layer; returns the digest of its manifest. All files are root's, as in images that many build from. */
function layOut(files: string, without: string | undefined, blobs: Map<string, Blob>): string {
  const leaveOut = without === undefined ? [] : [`--exclude=${without}`];
  const tar = spawnSync("tar", ["-C", files, "--owner=0", "--group=0", ...leaveOut, "-cf", "-", "."], {
    maxBuffer: 2 ** 31 - 1,
  });
  if (tar.status !== 0) throw new Error(`tar: ${tar.error?.message ?? tar.stderr}`);
  const keep = (type: string, body: Buffer) => {
    const digest = digestOf(body);
    blobs.set(digest, { type, body });
    return { mediaType: type, size: body.length, digest };
  };
  const layer = keep("application/vnd.oci.image.layer.v1.tar+gzip", gzipSync(tar.stdout, { level: 1 }));
  const rootfs = { type: "layers", diff_ids: [digestOf(tar.stdout)] };
  const config = { architecture: process.arch === "arm64" ? "arm64" : "amd64", os: "linux", config: {}, rootfs };
  const described = keep("application/vnd.oci.image.config.v1+json", Buffer.from(JSON.stringify(config)));
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = { schemaVersion: 2, mediaType, config: described, layers: [layer] };
  return keep(mediaType, Buffer.from(JSON.stringify(manifest))).digest;
}

function digestOf(body: Buffer): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}
