// Runs the loading tests, the workbench in its worker, the suite and a short soak in headless
// Chromium:
//
//   node tests/runtimes/run-browser.mjs [--answers FILE]
//
// CHROMIUM names the browser; /usr/bin/chromium when it is not set.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, normalize } from "node:path";
import { fileURLToPath } from "node:url";

import { readCases, readNativeAnswers, readSignedCases } from "./corpus.mjs";
import { printer } from "./print.mjs";

const { chromium } = createRequire(new URL("../../pkg/package.json", import.meta.url))("playwright-core");

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TYPES = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".html": "text/html",
};
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// The import map does what a bundler does with the package's `imports`, under the browser's
// conditions.
const PAGE = `<!doctype html><meta charset="utf-8">
<meta http-equiv="content-security-policy" content="script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'">
<script type="importmap">${JSON.stringify({ imports: { "#load": "/pkg/dist/load/browser.js", "#session": "/pkg/dist/session/host/browser.js", "#page": "/pkg/dist/session/host/page.js", "#signatures": "/pkg/dist/session/crypto/web.js", "#admin": "/pkg/dist/admin-core/host/browser.js", "#workbench": "/pkg/dist/workbench/host/browser.js" } })}</script>`;

/**
 * Serves the checkout to the browser. `/broken.wasm` responds with 404 once and with the module
 * after that; `/untyped.wasm` names no media type.
 */
function serve() {
  let failures = 1;
  const requests = [];
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname));
    requests.push(path);
    if (path === "/") return void response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    if (path === "/broken.wasm" && failures-- > 0) return void response.writeHead(404).end();
    const wasm = path.endsWith("/broken.wasm") || path === "/untyped.wasm";
    try {
      const body = readFileSync(ROOT + (wasm ? "/pkg/dist/cora.wasm" : path));
      const type = path === "/untyped.wasm" ? "application/octet-stream" : TYPES[extname(path)];
      response.writeHead(200, type ? { "content-type": type } : {}).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) =>
    server.listen(0, "127.0.0.1", () =>
      done({ server, requests, origin: `http://127.0.0.1:${server.address().port}` }),
    ),
  );
}

/**
 * Runs in the page. The module's memory is not part of the package's interface, so it is
 * intercepted where the engine creates it.
 */
async function soakInPage({ cases, count, entry }) {
  let exports;
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (module, imports) => {
    const instance = await instantiate(module, imports);
    exports = instance.exports;
    return instance;
  };
  const lib = await import(`/pkg/dist/${entry}index.js`);
  const { soak, targets, sessionTargets, workbenchTargets } = await import("/tests/runtimes/soak.mjs");
  await lib.init();
  const input = (path) => cases.find(({ file }) => file === path).input;
  const soaked = {
    "": () => targets(lib, input("provisioning/access/stranger_is_denied_by_default.json")),
    "session/": () => sessionTargets(lib, input("token/valid_access_token_is_accepted.json")),
    "workbench/": () => workbenchTargets(lib),
  };
  return soak(lib.CoraError, soaked[entry](), {
    count,
    held: () => ({ bytes: exports.memory.buffer.byteLength, slots: exports.__wbindgen_externrefs.length }),
    progress: () => {},
  });
}

const { server, requests, origin } = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
const open = async () => {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(`page: ${error}`));
  await page.goto(origin);
  return page;
};
try {
  let failed = 0;
  // Each loading test gets its own page, because a module stays once it is loaded.
  const names = await (await open()).evaluate(async () =>
    Object.keys((await import("/tests/runtimes/loading.mjs")).LOADING),
  );
  for (const name of names) {
    const page = await open();
    requests.length = 0;
    const fault = await page.evaluate(async (test) => {
      const { LOADING } = await import("/tests/runtimes/loading.mjs");
      return await LOADING[test](await import("/pkg/dist/index.js")).then(
        () => null,
        (error) => String(error?.stack ?? error),
      );
    }, name);
    const fetched = requests.filter((path) => path.endsWith(".wasm")).length;
    const tooOften =
      name === "calls_at_the_same_time_share_one_load" && fetched !== 1
        ? `the module was fetched ${fetched} times`
        : null;
    if (fault ?? tooOften) failed += 1;
    console.log(
      `chromium: ${(fault ?? tooOften) ? "FAILED" : "ok"} ${name}${(fault ?? tooOften) ? `\n${fault ?? tooOften}` : ""}`,
    );
    await page.close();
  }

  for (const name of await (await open()).evaluate(async () =>
    Object.keys((await import("/tests/runtimes/workbench.mjs")).WORKBENCH),
  )) {
    const page = await open();
    const fault = await page.evaluate(
      async ({ cases, test }) => {
        const { WORKBENCH } = await import("/tests/runtimes/workbench.mjs");
        const libs = [await import("/pkg/dist/workbench/index.js"), await import("/pkg/dist/index.js")];
        return await WORKBENCH[test](...libs, cases).then(
          () => null,
          (error) => String(error?.stack ?? error),
        );
      },
      { cases: readCases(), test: name },
    );
    if (fault) failed += 1;
    console.log(`chromium workbench: ${fault ? "FAILED" : "ok"} ${name}${fault ? `\n${fault}` : ""}`);
    await page.close();
  }

  const print = printer(`chromium ${browser.version()}`);
  const page = await open();
  const { faulty, reports } = await page.evaluate(
    async ({ cases, native, signed }) => {
      const [decisions, sessions] = [await import("/pkg/dist/index.js"), await import("/pkg/dist/session/index.js")];
      const lib = { ...decisions, ...sessions };
      const workbench = await import("/pkg/dist/workbench/index.js");
      const admin = await import("/pkg/dist/admin-core/index.js");
      const bench = { ...admin, ...workbench };
      const { signedSuite } = await import("/tests/runtimes/signed.mjs");
      const { suite } = await import("/tests/runtimes/suite.mjs");
      await decisions.init();
      await sessions.init();
      await workbench.init();
      await admin.init();
      const found = [];
      const report = (one) => found.push(one);
      const faulty = suite(lib, bench, cases, native, report);
      return { faulty: faulty + (await signedSuite(lib, signed, native, report)), reports: found };
    },
    { cases: readCases(), native: readNativeAnswers(), signed: readSignedCases() },
  );
  reports.forEach(print.report);

  // What an administrator's page asks, through its own module, where others have the same
  // operation.
  const administered = await (await open()).evaluate(
    async ({ cases, native }) => {
      const admin = await import("/pkg/dist/admin-core/index.js");
      const { answer } = await import("/tests/runtimes/suite.mjs");
      await admin.init();
      const operations = new Set(["connection", "discovery", "email", "provisioning"]);
      const asked = cases.filter(({ operation }) => operations.has(operation));
      return asked.map((one) => ({ file: one.file, same: answer(admin, admin, one) === native[one.file] }));
    },
    { cases: readCases(), native: readNativeAnswers() },
  );
  const others = administered.filter(({ same }) => !same);
  for (const { file } of others) console.error(`chromium admin: FAILED ${file}: the native answer is another`);
  console.log(`chromium admin: ${administered.length} cases by cora-admin.wasm, ${others.length} with a fault`);
  failed += others.length;

  // The questions of a page, through the module for pages, as React's provider asks them.
  const asked = await (await open()).evaluate(
    async ({ cases, native }) => {
      const { sessionRules } = await import("/pkg/dist/react/rules.js");
      const { CoraError } = await import("/pkg/dist/errors.js");
      const { suite } = await import("/tests/runtimes/suite.mjs");
      const { ready, can, has, reduce } = sessionRules();
      await ready();
      const found = [];
      suite({ CoraError, can, has, reduceSession: reduce }, null, cases, native, (one) => found.push(one));
      return found;
    },
    {
      cases: readCases().filter(({ operation }) => ["session", "has", "session_state"].includes(operation)),
      native: readNativeAnswers(),
    },
  );
  const wrong = asked.filter(({ faults }) => faults.length > 0);
  for (const { file, faults } of wrong) console.error(`chromium page: FAILED ${file}: ${faults.join("; ")}`);
  console.log(`chromium page: ${asked.length} cases by cora-page.wasm, ${wrong.length} with a fault`);
  failed += wrong.length;

  // Each module gets its own page, because its memory is intercepted where it is created.
  for (const entry of ["", "session/", "workbench/"]) {
    const faults = await (await open()).evaluate(soakInPage, { cases: readCases(), count: 500, entry });
    for (const fault of faults) console.error(`chromium soak: ${fault}`);
    console.log(`chromium soak: 500 calls of each kind to @cora/auth/${entry}, ${faults.length} faults`);
    failed += faults.length;
  }
  print.end(faulty);
  if (failed > 0) process.exitCode = 1;
} finally {
  await browser.close();
  server.close();
}
