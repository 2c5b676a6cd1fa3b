// Measures the size of the scripts that a page loads to show who is signed in and what they may do,
// compared with the same page made with better-auth's client and zod, and with Clerk's. Measures
// the time until our module is ready, compared with zod's. Prints one line of JSON for `cargo xtask
// bench`. Needs the packed package in node_modules (run.mjs puts it there).
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { measure } from "./page-sizes.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const { chromium } = createRequire(new URL("../../pkg/package.json", import.meta.url))("playwright-core");
const rows = [];
const row = (id, work, ours, peer, unit, goal) =>
  rows.push({ id, work, ours, peer, unit, ratio: ours / peer, goal, met: goal === null ? null : ours / peer <= goal });
const KB = 1024;

const sizes = await measure();
const { clerkScript, module } = sizes;
const share = (name) => sizes[name];
const pageModule = readFileSync(new URL("node_modules/@cora/auth/dist/cora-page.wasm", import.meta.url));
row(
  "first_load_cora_better_auth",
  "first load: all of useUnifiedAuth with Cora's sessions / better-auth's client, without zod",
  share("cora") / KB,
  share("betterAuthAlone") / KB,
  "KB",
  1,
);
row(
  "first_load_scripts_better_auth",
  "first load: scripts of useUnifiedAuth and Auth.js' client / better-auth's client and zod",
  share("ours") / KB,
  share("betterAuth") / KB,
  "KB",
  1,
);
row(
  "first_load_all_better_auth",
  "first load: the same, with our module, which comes after first paint / better-auth's client and zod",
  (share("ours") + module) / KB,
  share("betterAuth") / KB,
  "KB",
  null,
);
row(
  "first_load_all_clerk",
  "first load: the same, with our module / @clerk/react and the script that it loads",
  (share("ours") + module) / KB,
  (share("clerk") + clerkScript) / KB,
  "KB",
  1,
);
row("first_load_budget", "first load: the same, with our module / 60 KB", (share("ours") + module) / KB, 60, "KB", 1);

const bundle = async (contents) =>
  (
    await build({
      stdin: { contents, resolveDir: HERE },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
      logLevel: "error",
      define: { "process.env.NODE_ENV": '"production"' },
    })
  ).outputFiles[0].contents;
const files = {
  "/cora.js": ["text/javascript", await bundle('export { init } from "@cora/auth/slim/session"')],
  "/cora.wasm": ["application/wasm", pageModule],
  "/zod.js": [
    "text/javascript",
    await bundle(
      'import { z } from "zod"; export const User = z.object({ email: z.email(), name: z.string(), roles: z.array(z.enum(["a", "b"])) });',
    ),
  ],
  "/": ["text/html", "<!doctype html>"],
};
const server = createServer((request, response) => {
  const [type, body] = files[new URL(request.url, "http://x").pathname] ?? [];
  if (type === undefined) return void response.writeHead(404).end();
  response.writeHead(200, { "content-type": type }).end(body);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const opened = await browser.newPage();
  await opened.goto(`http://127.0.0.1:${server.address().port}/`);
  const times = await opened.evaluate(async () => {
    const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
    const measured = { ours: [], zod: [] };
    // Fetched first, so that only compiling and evaluating are timed; each round has a new module.
    const [bytes, cora, zod] = await Promise.all([
      fetch("/cora.wasm").then((r) => r.arrayBuffer()),
      fetch("/cora.js").then((r) => r.text()),
      fetch("/zod.js").then((r) => r.text()),
    ]);
    const fresh = (text, round) => URL.createObjectURL(new Blob([`${text}\n// ${round}`], { type: "text/javascript" }));
    for (let round = 0; round < 41; round += 1) {
      const [ours, theirs] = [fresh(cora, round), fresh(zod, round)];
      let started = performance.now();
      await (await import(ours)).init(bytes);
      measured.ours.push(performance.now() - started);
      started = performance.now();
      await import(theirs);
      measured.zod.push(performance.now() - started);
    }
    return { ours: median(measured.ours), zod: median(measured.zod) };
  });
  row(
    "init_zod",
    "Chromium: the module for pages evaluated and ready / zod evaluated",
    times.ours,
    times.zod,
    "ms",
    null,
  );
} finally {
  await browser.close();
  server.close();
}
console.log(JSON.stringify(rows));
