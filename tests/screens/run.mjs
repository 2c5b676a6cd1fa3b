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
import { availableParallelism } from "node:os";
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

/** The pages that look at pictures at the same time. */
const LOOKS = Math.min(4, Math.max(2, availableParallelism()));

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

/** Opens a page of the gallery. `look.at` is the picture that it shows, for its faults. */
async function openLook(context) {
  const look = { at: "", page: await context.newPage() };
  look.fault = (text) => {
    faults.push(`${look.at}: ${text}`);
    console.error(`FAILED ${look.at}: ${text}`);
  };
  look.page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) look.fault(`the console says: ${message.text()}`);
  });
  look.page.on("pageerror", (error) => look.fault(`an exception: ${error}`));
  await look.page.goto(`http://127.0.0.1:${server.address().port}/`);
  await look.page.evaluate(AXE);
  return look;
}

/** Runs axe over what is shown. */
async function axe({ fault, page }, options) {
  const violations = await page.evaluate(async (settings) => {
    // A bar at the edge of the page covers what a person scrolls from under it.
    const bars = [...document.querySelectorAll(".cora-sticky")];
    for (const bar of bars) bar.style.position = "static";
    const { violations } = await globalThis.axe.run(document, settings);
    for (const bar of bars) bar.style.position = "";
    return violations.map(({ help, id, nodes }) => ({
      id,
      help,
      where: nodes.slice(0, 3).map(({ failureSummary, target }) => `${target.join(" ")} ${failureSummary ?? ""}`),
    }));
  }, options);
  for (const { help, id, where } of violations) fault(`${id}: ${help}\n   ${where.join("\n   ").slice(0, 600)}`);
}

/** Shows a picture as a pass has it, and checks it. */
async function check(look, { axe: whole, colors, contrast, forced = false, rtl = false, width }, { id }) {
  const { fault, page } = look;
  look.at = `${id} at ${width}, ${forced ? "forced colors" : colors}${rtl ? ", rtl" : ""}`;
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({
    colorScheme: colors,
    reducedMotion: "reduce",
    forcedColors: forced ? "active" : "none",
  });
  try {
    await page.evaluate(([name, mirrored]) => globalThis.gallery.show(name, mirrored), [id, rtl]);
  } catch (error) {
    return fault(String(error.message).split("\n")[0]);
  }
  for (const text of await page.evaluate(checkLayout)) fault(text);
  if (whole) await axe(look, { runOnly: TAGS, resultTypes: ["violations"] });
  else if (contrast) await axe(look, { runOnly: ["color-contrast"], resultTypes: ["violations"] });
  if (pictures === null) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({
    path: join(pictures, `${id}-${width}-${forced ? "forced" : colors}${rtl ? "-rtl" : ""}.png`),
    fullPage: !(await page.evaluate(() => document.querySelector("dialog[open]") !== null)),
  });
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
  const looks = await Promise.all(Array.from({ length: LOOKS }, () => openLook(context)));
  const [first] = looks;
  const entries = await first.page.evaluate(() => globalThis.gallery.entries);
  const wanted = entries.filter(({ id }) => names.length === 0 || names.some((name) => id.includes(name)));
  const left = PASSES.flatMap((pass) =>
    wanted
      .filter(({ narrow, rtl }) => !(narrow && pass.width > 800) && (pass.rtl !== true || rtl || DEEP))
      .map((entry) => [pass, entry]),
  );
  count += left.length;
  await Promise.all(
    looks.map(async (look) => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await check(look, ...next);
    }),
  );
  const { fault, page } = first;
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
    first.at = `${id} by the keyboard`;
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
