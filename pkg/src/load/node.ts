// For Node: the module is part of the script, and is unpacked and compiled at the first use, without a call to make before.
import { brotliDecompressSync } from "node:zlib";

// WHY not the file beside the scripts: a bundler for servers rewrites where a file is to be found. Turbopack turns its URL into
// the one that browsers fetch it from, which no server can read.
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
};
