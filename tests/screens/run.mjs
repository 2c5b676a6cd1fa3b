// Shows each screen in each of its states in Chromium and checks it: no violation that axe finds
// (WCAG 2.2 AA), no horizontal scrolling, no text that is cut, no small target, no message in the
// console. At 360 pixels in light colors and at 1280 in dark ones; with CORA_DEEP at 768 and 320
// too, in both colors and those of the system, and everything from right to left.
//
//   node tests/screens/run.mjs [NAME…]       (--pictures FOLDER keeps a picture of each)
//
// CHROMIUM names the browser; the default is /usr/bin/chromium.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { BUILT, buildGallery } from "./build.mjs";
import { menuAndDialog, shortcuts, tabThrough } from "./keyboard.mjs";
import { checkLayout } from "./layout.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const { chromium } = createRequire(new URL("../../pkg/package.json", import.meta.url))("playwright-core");
const AXE = readFileSync(join(HERE, "node_modules/axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const DEEP = process.env.CORA_DEEP !== undefined;

const given = process.argv.slice(2);
const at = given.indexOf("--pictures");
const pictures = at < 0 ? null : given[at + 1];
const names = given.filter((_, index) => at < 0 || (index !== at && index !== at + 1));

const PASSES = [
  { width: 360, colors: "light", axe: true },
  { width: 1280, colors: "dark", axe: DEEP, contrast: true },
  { width: 360, colors: "dark", rtl: true, axe: DEEP },
  ...(DEEP
    ? [
        { width: 768, colors: "light", axe: true },
        { width: 768, colors: "dark", axe: true },
        { width: 1280, colors: "light", rtl: true, axe: true },
        // What is left of 1280 pixels at a zoom of 400 %, and the colors of the system.
        { width: 320, colors: "light", axe: false },
        { width: 1280, colors: "light", forced: true, axe: false },
      ]
    : []),
];

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const server = createServer((request, response) => {
  const file = join(BUILT, new URL(request.url, "http://x").pathname.replace(/\/$/, "/index.html"));
  if (!existsSync(file)) return void response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(readFileSync(file));
});

const faults = [];
let current = "";
const fault = (text) => {
  faults.push(`${current}: ${text}`);
  console.error(`FAILED ${current}: ${text}`);
};

/** Runs axe over what is shown. */
async function axe(page, options) {
  const violations = await page.evaluate(async (settings) => {
    const { violations } = await globalThis.axe.run(document, settings);
    return violations.map(({ help, id, nodes }) => ({
      id,
      help,
      where: nodes.slice(0, 3).map(({ failureSummary, target }) => `${target.join(" ")} ${failureSummary ?? ""}`),
    }));
  }, options);
  for (const { help, id, where } of violations) fault(`${id}: ${help}\n   ${where.join("\n   ").slice(0, 600)}`);
}

await buildGallery();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--force-prefers-reduced-motion"],
});
let count = 0;
try {
  const context = await browser.newContext({ reducedMotion: "reduce", timezoneId: "UTC", locale: "en-US" });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) fault(`the console says: ${message.text()}`);
  });
  page.on("pageerror", (error) => fault(`an exception: ${error}`));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(AXE);
  const entries = await page.evaluate(() => globalThis.gallery.entries);
  const wanted = entries.filter(({ id }) => names.length === 0 || names.some((name) => id.includes(name)));
  for (const { axe: whole, colors, contrast, forced = false, rtl = false, width } of PASSES) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({
      colorScheme: colors,
      reducedMotion: "reduce",
      forcedColors: forced ? "active" : "none",
    });
    for (const { id, narrow, rtl: alsoRtl } of wanted) {
      if (narrow && width > 800) continue;
      if (rtl && !alsoRtl && !DEEP) continue;
      current = `${id} at ${width}, ${forced ? "forced colors" : colors}${rtl ? ", rtl" : ""}`;
      try {
        await page.evaluate(([name, mirrored]) => globalThis.gallery.show(name, mirrored), [id, rtl]);
      } catch (error) {
        fault(String(error.message).split("\n")[0]);
        continue;
      }
      for (const text of await page.evaluate(checkLayout)) fault(text);
      if (whole) await axe(page, { runOnly: TAGS, resultTypes: ["violations"] });
      else if (contrast) await axe(page, { runOnly: ["color-contrast"], resultTypes: ["violations"] });
      if (pictures !== null) {
        mkdirSync(pictures, { recursive: true });
        const path = join(pictures, `${id}-${width}-${colors}${rtl ? "-rtl" : ""}.png`);
        await page.screenshot({
          path,
          fullPage: !(await page.evaluate(() => document.querySelector("dialog[open]") !== null)),
        });
      }
      count += 1;
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  const keyboard = [
    ["members-normal", tabThrough],
    ["policy-findings", tabThrough],
    ["connection-settings", tabThrough],
    ["wizard-settings", tabThrough],
    ["members-normal", menuAndDialog],
    ["overview-normal", shortcuts],
  ];
  for (const [id, walk] of keyboard) {
    if (!wanted.some((entry) => entry.id === id)) continue;
    current = `${id} by the keyboard`;
    await page.evaluate((name) => globalThis.gallery.show(name), id);
    await page.evaluate(() => document.activeElement?.blur());
    try {
      for (const text of await walk(page)) fault(text);
    } catch (error) {
      fault(String(error.message).split("\n")[0]);
    }
    count += 1;
  }
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
console.log(`${count} pictures looked at, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
