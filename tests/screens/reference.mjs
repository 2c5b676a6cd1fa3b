// Compares a few pictures of the gallery with those in reference/, in one font that comes with the
// tests, and a few with what a screen reader was told of them. A picture may differ in half a percent
// of its pixels, because browsers draw marks and lines a little differently.
//
//   node tests/screens/reference.mjs [--update]
//
// CHROMIUM names the browser; the default is /usr/bin/chromium.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

import { BUILT, buildGallery } from "./build.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const REFERENCE = join(HERE, "reference");
const { chromium } = createRequire(new URL("../../pkg/package.json", import.meta.url))("playwright-core");
/** The pictures without names in other scripts, for which each machine has its own fonts. */
const ENTRIES = ["door-sign-in", "connection-lock-out", "policy-findings", "why-denied", "application-permissions"];
const PASSES = [
  { width: 360, colors: "light" },
  { width: 1280, colors: "dark" },
];
/** The part of the pixels that may differ. */
const MOST = 0.005;
/** The pictures of which a screen reader's view is compared too: names, roles and states. */
const HEARD = ["wizard-settings", "why-denied", "csv-preview", "connection-lock-out"];
const update = process.argv.includes("--update");

const font = (name, file) =>
  `@font-face { font-family: "${name}"; font-weight: ${/-(\d+)-/.exec(file)[1]}; src: url("data:font/woff2;base64,${readFileSync(
    join(HERE, "node_modules/@fontsource", file),
    "base64",
  )}"); }`;
const STYLE = [
  ...[400, 600, 700].map((weight) => font("Reference", `inter/files/inter-latin-${weight}-normal.woff2`)),
  font("Reference code", "jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2"),
  `.cora-admin { --cora-font: "Reference", sans-serif; --cora-font-code: "Reference code", monospace; }`,
  "* { caret-color: transparent !important; }",
].join("\n");

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const server = createServer((request, response) => {
  const file = join(BUILT, new URL(request.url, "http://x").pathname.replace(/\/$/, "/index.html"));
  if (!existsSync(file)) return void response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(readFileSync(file));
});

await buildGallery();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none", "--disable-lcd-text", "--hide-scrollbars"],
});
let failed = 0;
try {
  const context = await browser.newContext({ reducedMotion: "reduce", timezoneId: "UTC", locale: "en-US" });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.addStyleTag({ content: STYLE });
  await page.evaluate(() => Promise.all([...document.fonts].map((one) => one.load())));
  mkdirSync(REFERENCE, { recursive: true });
  for (const { colors, width } of PASSES) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: colors, reducedMotion: "reduce" });
    for (const id of ENTRIES) {
      const name = `${id}-${width}-${colors}.png`;
      await page.evaluate((one) => globalThis.gallery.show(one), id);
      await page.evaluate(() => document.activeElement?.blur());
      const taken = PNG.sync.read(await page.screenshot({ animations: "disabled" }));
      const path = join(REFERENCE, name);
      if (update) {
        writeFileSync(path, PNG.sync.write(taken));
        continue;
      }
      const stored = PNG.sync.read(readFileSync(path));
      const same = stored.width === taken.width && stored.height === taken.height;
      const different = same
        ? pixelmatch(stored.data, taken.data, undefined, taken.width, taken.height, { threshold: 0.2 })
        : taken.width * taken.height;
      const part = different / (taken.width * taken.height);
      if (part <= MOST) continue;
      failed += 1;
      const seen = join(BUILT, name);
      writeFileSync(seen, PNG.sync.write(taken));
      console.error(
        `FAILED ${name}: ${(part * 100).toFixed(2)} % of its pixels differ from the reference; see ${seen}. If it is right: node tests/screens/reference.mjs --update`,
      );
    }
  }
  for (const id of HEARD) {
    await page.evaluate((one) => globalThis.gallery.show(one), id);
    const place = (await page.locator("dialog[open]").count()) > 0 ? "dialog[open]" : "main";
    const heard = `${await page.locator(place).ariaSnapshot()}\n`;
    const path = join(REFERENCE, `${id}.aria.yml`);
    if (update) writeFileSync(path, heard);
    else if (readFileSync(path, "utf8") !== heard) {
      failed += 1;
      writeFileSync(join(BUILT, `${id}.aria.yml`), heard);
      console.error(
        `FAILED ${id}: a screen reader is told something else; compare ${path} with ${join(BUILT, `${id}.aria.yml`)}`,
      );
    }
  }
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
console.log(`${ENTRIES.length * PASSES.length + HEARD.length} references compared, ${failed} differ`);
process.exit(failed === 0 ? 0 : 1);
