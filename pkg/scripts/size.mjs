// Prints the sizes of a module's parts: bytes by section, code by crate, data by segment.
//
//   node scripts/size.mjs MODULE.wasm [--functions N]
//
// The module needs a name section with demangled names, which `build.mjs --breakdown` keeps.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

const SECTIONS = [
  "custom",
  "type",
  "import",
  "function",
  "table",
  "memory",
  "global",
  "export",
  "start",
  "element",
  "code",
  "data",
  "data count",
  "tag",
];

/** A reader of the module's LEB128 numbers and names (WebAssembly Core Specification §5.2). */
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
  take(length) {
    return this.bytes.subarray(this.at, (this.at += length));
  }
  name() {
    return new TextDecoder().decode(this.take(this.number()));
  }
}

function sections(bytes) {
  const reader = new Reader(bytes, 8);
  const found = [];
  while (reader.at < bytes.length) {
    const id = reader.byte();
    const body = reader.take(reader.number());
    if (id !== 0) found.push({ kind: SECTIONS[id], body });
    else {
      const custom = new Reader(body);
      const name = custom.name();
      found.push({ kind: `custom ${name}`, body: body.subarray(custom.at) });
    }
  }
  return found;
}

function importedFunctions(body) {
  const reader = new Reader(body);
  let functions = 0;
  for (let left = reader.number(); left > 0; left--) {
    reader.name();
    reader.name();
    const kind = reader.byte();
    if (kind === 0) functions++;
    if (kind === 1 || kind === 3) reader.byte();
    if (kind === 0) reader.number();
    if (kind === 1 || kind === 2) {
      const limits = reader.byte();
      reader.number();
      if (limits & 1) reader.number();
    }
    if (kind === 3) reader.byte();
  }
  return functions;
}

function functionNames(body) {
  const reader = new Reader(body);
  while (reader.at < body.length) {
    const kind = reader.byte();
    const subsection = new Reader(reader.take(reader.number()));
    if (kind !== 1) continue;
    const names = new Map();
    for (let left = subsection.number(); left > 0; left--) names.set(subsection.number(), subsection.name());
    return names;
  }
  return new Map();
}

/**
 * Returns the crate of a demangled name. For a trait implementation it is the crate of the
 * implementing type, else that of the trait.
 */
function crateOf(name) {
  const candidates = [...name.matchAll(/([a-z_][a-z0-9_]*)(?:\[[0-9a-f]+\])?::/g)].map((match) => match[1]);
  const foreign = candidates.find((crate) => !["core", "alloc", "std", "_"].includes(crate));
  return foreign ?? candidates[0] ?? "glue and unnamed";
}

/** Returns the sizes of the parts of a module, in bytes. */
export function breakdown(bytes) {
  const all = sections(bytes);
  const bySection = all.map(({ kind, body }) => [kind, body.length]);
  const find = (kind) => all.find((section) => section.kind === kind)?.body ?? new Uint8Array([0]);
  const names = functionNames(find("custom name"));
  const first = importedFunctions(find("import"));
  const functions = [];
  const code = new Reader(find("code"));
  const count = code.number();
  for (let index = 0; index < count; index++) {
    const body = code.take(code.number());
    const name = names.get(first + index) ?? `function ${first + index}`;
    functions.push({ name, crate: crateOf(name), size: body.length, body });
  }
  return { bySection, functions, data: find("data") };
}

export function printBreakdown(bytes, functionCount = 0) {
  const { bySection, functions, data } = breakdown(bytes);
  const line = (size, zipped, label) =>
    console.log(`${String(size).padStart(9)} ${String(zipped).padStart(9)}  ${label}`);
  console.log("    bytes      gzip");
  for (const [kind, size] of bySection) if (!kind.startsWith("custom name")) line(size, "", `section ${kind}`);
  console.log("code by crate (gzip of each crate alone, so the parts add up to more than the whole):");
  const crates = new Map();
  for (const f of functions) crates.set(f.crate, [...(crates.get(f.crate) ?? []), f]);
  const rows = [...crates].map(([crate, own]) => [own.reduce((sum, f) => sum + f.size, 0), own, crate]);
  for (const [size, own, crate] of rows.sort((a, b) => b[0] - a[0])) {
    line(
      size,
      gzipSync(Buffer.concat(own.map((f) => f.body)), { level: 9 }).length,
      `${crate} (${own.length} functions)`,
    );
  }
  line(data.length, gzipSync(data, { level: 9 }).length, "data");
  if (functionCount > 0) {
    console.log("largest functions:");
    for (const f of functions.sort((a, b) => b.size - a.size).slice(0, functionCount))
      line(f.size, "", f.name.slice(0, 180));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [path, flag, count] = process.argv.slice(2);
  if (!path) {
    console.error("usage: node scripts/size.mjs MODULE.wasm [--functions N]");
    process.exit(2);
  }
  printBreakdown(readFileSync(path), flag === "--functions" ? Number(count) : 0);
}
