// Builds the console that `cora serve` answers at /console into dist/console, and checks the size
// of its first view. Needs the built package.
//
//   node scripts/console.mjs
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "vite";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const OUT = join(PACKAGE, "dist/console");
/** The limit of the scripts that the first view loads, in bytes with gzip -9. */
const FIRST_VIEW = 150 * 1024;

await build({
  root: join(PACKAGE, "console"),
  configFile: false,
  // The page's own base decides where its assets are.
  base: "./",
  // It warns of each "use client", which means nothing in a bundle.
  logLevel: "error",
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2022",
    // A path of its own for each asset: the page's policy allows no `data:` scripts or modules.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
  worker: { format: "es" },
});

/** Returns the scripts that a file imports statically, itself included. */
function loaded(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(join(OUT, "assets", name), "utf8");
  for (const [, other] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) loaded(other, found);
  return found;
}

const html = readFileSync(join(OUT, "index.html"), "utf8");
if (/<script(?![^>]*\bsrc=)|<style|\son\w+=/.test(html)) throw new Error("the page has a script or a style of its own");
const [, entry] = /<script[^>]*src="\.\/assets\/([\w.-]+)"/.exec(html) ?? [];
if (entry === undefined) throw new Error("the page has no script");
const first = loaded(entry);
// The screen at the address is loaded with it.
const screens = readdirSync(join(OUT, "assets")).filter((name) => /^overview-[\w-]+\.js$/.test(name));
for (const name of screens) loaded(name, first);
const size = [...first].reduce(
  (sum, name) => sum + gzipSync(readFileSync(join(OUT, "assets", name)), { level: 9 }).length,
  0,
);
const whole = readdirSync(join(OUT, "assets")).reduce((sum, name) => sum + statSync(join(OUT, "assets", name)).size, 0);
console.log(
  `dist/console: first view ${size} bytes of scripts with gzip, at most ${FIRST_VIEW}; ${whole} bytes in all`,
);
if (size > FIRST_VIEW) throw new Error(`the first view is ${size - FIRST_VIEW} bytes too large`);
