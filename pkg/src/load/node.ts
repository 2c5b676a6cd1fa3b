// The loader for Node: the module is part of the script. It is decompressed and compiled on first
// use, without a prior call.
import { TextDecoder, TextEncoder } from "node:util";
import { brotliDecompressSync } from "node:zlib";

// WHY not a separate file: a bundler for servers rewrites file locations. Turbopack turns the
// file's URL into the one that browsers fetch it from, which no server can read.
import { packed } from "../glue/module.js";
import { compile } from "./compile.js";
import { loadFailed } from "./loader.js";
import type { Loader } from "./loader.js";

function now(): WebAssembly.Module {
  try {
    return new WebAssembly.Module(new Uint8Array(brotliDecompressSync(Buffer.from(packed, "base64"))));
  } catch (cause) {
    throw loadFailed("it could not be compiled", cause);
  }
}

export const loader: Loader = {
  now,
  load: async (source) => (source === undefined ? now() : await compile(source)),
  // jsdom, and with it Jest, has neither.
  encoder: new TextEncoder(),
  decoder: new TextDecoder(),
};
