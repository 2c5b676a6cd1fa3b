// Uses the packed package in real projects: with runtimes, bundlers and compilers that read its
// types. Each is used as its users use it, without configuration if possible.
//
//   node tests/projects/run.mjs [NAME…]
//
// CHROMIUM names the browser; the default is /usr/bin/chromium.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { MODULES } from "../../pkg/scripts/modules.mjs";
import { measure } from "./page-sizes.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const PACKAGE = fileURLToPath(new URL("../../pkg", import.meta.url));
const INSTALLED = join(HERE, "node_modules/@cora/auth");
const BUILT = join(HERE, ".built");
const { chromium } = createRequire(join(PACKAGE, "package.json"))("playwright-core");
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };

/**
 * The limits of the size of each entry's scripts in a browser, in bytes, compressed with gzip -9
 * and without peer dependencies.
 */
const BUDGETS = {
  ".": 3584,
  "./session": 6144,
  "./slim": 3584,
  "./react": 9728,
  "./react/authjs": 1536,
  "./react/clerk": 1536,
  "./react/pages": 3584,
  "./client": 1024,
  "./testing": 5632,
  // All screens; an application bundles those that it shows, of which none may need more than
  // ONE_SCREEN.
  "./admin": 76800,
  "./admin/console": 66560,
  "./admin/server": 3072,
  "./next": 46592,
  "./server": 33792,
  "./hono": 34304,
  "./express": 34816,
  "./node": 34816,
  // With the question for the connection of an address.
  "./browser": 9216,
  "./workbench": 5120,
  "./admin/core": 5120,
};

/**
 * The limit of one screen in an application that has React, with its peers, in bytes. All but the
 * one of a connection are below 45 KiB: splitting that one costs more than its parts weigh.
 */
const ONE_SCREEN = 47.5 * 1024;

const run = (command, args, options = {}) =>
  execFileSync(command, args, { cwd: HERE, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], ...options });
const node = (...args) => run(process.execPath, args);

/**
 * Returns the path of a program of which an npm package has one for each kind of machine. If the
 * package's install script ran, it has moved the program to another path.
 */
function program(...paths) {
  const found = paths.map((path) => join(HERE, "node_modules", path)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`none of ${paths.join(", ")} is there for this machine`);
  return found;
}

let browser;
/** Opens a page in Chromium and calls `read` in it until the result is truthy; returns that. */
async function shown(url, read) {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  try {
    await page.goto(url);
    const handle = await page.waitForFunction(read, undefined, { timeout: 30_000 }).catch((error) => {
      throw new Error(`${error.message} ${errors.join("; ")}`);
    });
    return await handle.jsonValue();
  } finally {
    await page.close();
  }
}

/** Runs a server while `use` runs; `url` is the address that the server prints. */
async function served(command, args, options, use) {
  const child = spawn(command, args, { cwd: HERE, env, stdio: ["ignore", "pipe", "pipe"], ...options });
  let said = "";
  const url = await new Promise((resolve, reject) => {
    const read = (data) => {
      said += data;
      const found = /https?:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(said);
      if (found && /ready|local/i.test(said)) resolve(found[0]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", (code) => reject(new Error(`it ended with ${code}: ${said}`)));
    setTimeout(() => reject(new Error(`it does not get ready: ${said}`)), 60_000).unref();
  });
  try {
    await use(url);
  } finally {
    child.removeAllListeners("exit");
    child.kill("SIGTERM");
  }
}

/** Serves a folder over HTTP while `use` runs. */
async function folder(path, use) {
  const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
  const server = createServer((request, response) => {
    const file = join(path, new URL(request.url, "http://x").pathname.replace(/\/$/, "/index.html"));
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[extname(file)] ?? "text/plain" }).end(readFileSync(file));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  try {
    await use(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const files = (path) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const zipped = (path) => gzipSync(readFileSync(path), { level: 9 }).length;

/** Returns the size of the entry of a bundle with the chunks that it imports statically. */
function statically(outputFiles) {
  const byName = new Map(outputFiles.map((file) => [file.path.split("/").at(-1), file]));
  const loaded = new Set();
  const load = (name) => {
    if (loaded.has(name)) return;
    loaded.add(name);
    for (const [, other] of byName.get(name).text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) load(other);
  };
  load("stdin.js");
  return [...loaded].reduce((sum, name) => sum + gzipSync(byName.get(name).contents, { level: 9 }).length, 0);
}

const ANSWER = "provisioned true invalid_email token_malformed\n";
const titleAndWho = () =>
  document.querySelector("#who")?.textContent.startsWith("authenticated") &&
  `${document.title}: ${document.querySelector("#who").textContent}`;
const who = () =>
  document.querySelector("#who")?.textContent.includes("provisioned") &&
  !document.querySelector("#who").textContent.includes("loading") &&
  document.querySelector("#who").textContent;

/** Builds the Next.js application and checks what it shows. */
async function next(name, flags, { edge = false } = {}) {
  const place = join(BUILT, name);
  rmSync(place, { recursive: true, force: true });
  // WHY below this folder: packages are resolved there as in a separate project.
  cpSync(join(HERE, "next"), place, { recursive: true, filter: (path) => !/\/\.next(?:-\w+)?$/.test(path) });
  if (edge) {
    rmSync(join(place, "proxy.ts"));
    cpSync(join(HERE, "next-edge/middleware.ts"), join(place, "middleware.ts"));
  }
  const bin = join(HERE, "node_modules/next/dist/bin/next");
  run(process.execPath, [bin, "build", ...flags], { cwd: place });
  await served(
    process.execPath,
    [bin, "start", "--hostname", "127.0.0.1", "--port", "0"],
    { cwd: place },
    async (url) => {
      const text = async (path, init) => (await (await fetch(url + path, init)).text()).replaceAll("<!-- -->", "");
      assert.match(await text("/"), /server provisioned unauthenticated/, "a server component");
      assert.equal(await text("/api/decide"), '"provisioned"', "a route handler");
      assert.equal(await text("/api/edge"), '["provisioned",true]', "an edge route");
      assert.equal((await fetch(`${url}/api/profile`)).status, 401, "the profile route");
      const away = await fetch(`${url}/reports?x=1`, { redirect: "manual" });
      assert.deepEqual(
        [away.status, away.headers.get("location")],
        [303, "http://127.0.0.1:3000/?from=%2Freports%3Fx%3D1"],
        "the proxy",
      );
      if (!edge)
        assert.equal(await shown(`${url}/client`, who), "client provisioned unauthenticated", "a client component");
    },
  );
}

/** An API of Cora with one member, which records what it is asked. */
function memberApi() {
  const asked = [];
  const member = {
    userId: "0190aaaa-1111-7111-8111-111111111111",
    email: "ana@acme.example",
    fullName: "Ana Ito",
    avatarUrl: null,
    joinedAt: "2026-03-01T10:00:00Z",
    role: "org_owner",
    roleSource: null,
    source: "invitation",
    userStatus: "active",
    version: 1,
  };
  const server = createServer(({ headers, url }, response) => {
    asked.push({ url, authorization: headers.authorization });
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ success: true, data: { items: [member], next: null } }));
  });
  return { asked, server };
}

/**
 * Builds the application of Next.js whose sessions are Cora's, without an environment, and walks
 * through it with a browser, over an issuer of the package's tests.
 */
async function nextWithCora({ edge = false } = {}) {
  const { CLIENT, IVAN, createIssuer } = await import("../../pkg/src/server/test/issuer.mjs");
  const place = join(BUILT, edge ? "next-cora-edge" : "next-cora");
  rmSync(place, { recursive: true, force: true });
  cpSync(join(HERE, "next-cora"), place, { recursive: true, filter: (path) => !/\/\.next(?:-\w+)?$/.test(path) });
  // w24: the two files are the documentation's, literally.
  const documents = readFileSync(join(HERE, "../../docs/web.md"), "utf8");
  for (const file of ["proxy.ts", "app/layout.tsx"]) {
    const [, snippet] = documents.split(`// ${file}\n`);
    assert.ok(snippet, `docs/web.md has ${file}`);
    writeFileSync(join(place, file), snippet.slice(0, snippet.indexOf("\n```")));
  }
  if (edge) {
    // w30: middleware runs in the edge runtime; the pages have the same lines in their own file.
    const proxy = readFileSync(join(place, "proxy.ts"), "utf8");
    rmSync(join(place, "proxy.ts"));
    writeFileSync(join(place, "middleware.ts"), proxy);
    writeFileSync(join(place, "cora.ts"), proxy.replace(/^export (?:default|const config).*$/gm, ""));
    for (const file of files(join(place, "app"))) {
      writeFileSync(file, readFileSync(file, "utf8").replace(/"((?:\.\.\/)+)proxy"/, '"$1cora"'));
    }
  }
  const bin = join(HERE, "node_modules/next/dist/bin/next");
  // w21, w03, w24: a build needs no environment, with cache components on, and freezes no call.
  run(process.execPath, [bin, "build", ...(edge ? ["--webpack"] : [])], { cwd: place });
  const issuer = createIssuer();
  await issuer.listen();
  const variables = {
    CORA_URL: issuer.url,
    CORA_CLIENT_ID: CLIENT.id,
    CORA_CLIENT_SECRET: CLIENT.secret,
    CORA_COOKIE_SECRET: "a-secret-for-cookies-of-at-least-32-characters",
  };
  const api = memberApi();
  await new Promise((done) => api.server.listen(0, "127.0.0.1", done));
  variables.CORA_API_URL = `http://127.0.0.1:${api.server.address().port}`;
  const options = { cwd: place, env: { ...env, ...variables } };
  try {
    await served(process.execPath, [bin, "start", "--hostname", "127.0.0.1", "--port", "0"], options, async (url) => {
      const application = issuer.applications.get(CLIENT.id);
      application.redirectUris.push(`${url}/api/auth/callback`);
      application.postLogoutRedirectUris.push(`${url}/`);
      // w05: static files pass; calls are answered as calls.
      assert.equal((await fetch(`${url}/robots.txt`, { redirect: "manual" })).status, 200, "w05 robots.txt");
      assert.equal((await fetch(`${url}/.well-known/x`, { redirect: "manual" })).status, 404, "w05 .well-known");
      const refused = await fetch(`${url}/api/reports`);
      assert.deepEqual([refused.status, (await refused.json()).code], [401, "sign_in_required"]);

      browser ??= await chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-gpu"],
      });
      const context = await browser.newContext();
      const errors = [];
      try {
        const page = await context.newPage();
        page.on("pageerror", (error) => errors.push(String(error)));
        await page.goto(`${url}/reports?x=1`);
        assert.equal(page.url(), `${url}/reports?x=1`, "one is where one wanted to be");
        assert.equal(await page.textContent("h1"), "Reports of Acme for Ivan Invited");

        // w19: the first paint knows who it is, and we ask nothing before.
        const requests = [];
        page.on("request", (request) => requests.push(new URL(request.url()).pathname));
        const html = await (await page.goto(`${url}/`)).text();
        assert.match(html, /authenticated Ivan Invited/, "w19");
        assert.equal(await page.textContent("#admin"), "admin");
        await page.waitForSelector("select option:nth-child(2)", { state: "attached" });
        assert.deepEqual(
          requests.filter((path) => path === "/api/auth/session" || path.endsWith(".wasm")),
          [],
          "w19 w22",
        );

        // The administrators' screens, with the token on the server alone.
        await page.goto(`${url}/members?q=An`);
        await page.getByRole("row", { name: /Ana Ito/ }).waitFor();
        assert.equal(await page.textContent("h1"), "Members");
        assert.match(api.asked[0].authorization, /^Bearer .+/);
        assert.match(api.asked[0].url, /^\/orgs\/[^/]+\/members\?.*q=An/);
        const screen = await page.evaluate(
          () => getComputedStyle(document.querySelector(".cora-table")).borderCollapse,
        );
        assert.equal(screen, "collapse", "the stylesheet is loaded");
        await page.getByRole("button", { name: "Sort by Person" }).click();
        await page.waitForURL(/sort=fullName/);
        await page.goto(`${url}/`);

        // The organization is switched, in every tab. From here on, every request renews.
        issuer.life = 30;
        const second = await context.newPage();
        await second.goto(`${url}/`);
        // w25: not even a page whose scripts have not run yet misses it.
        await page.selectOption("select", { label: "Other" });
        await second.waitForSelector("#admin", { state: "detached", timeout: 10_000 });
        await page.goto(`${url}/reports`);
        assert.equal(await page.textContent("h1"), "Reports of Other for Ivan Invited");

        // An action of a session that lasts, and of one that has ended (w10).
        await page.click("#act");
        await page.waitForLoadState("networkidle");
        assert.equal(new URL(page.url()).pathname, "/reports");
        await page.reload();
        assert.equal(await page.textContent("h1"), "Reports of Other for Ivan Invited");
        for (const session of issuer.sessions.values()) session.ended = true;
        await page.click("#act");
        await page.waitForURL(/\/reports/);
        await page.waitForFunction(() => document.querySelector("h1")?.textContent.includes("Acme"), undefined, {
          timeout: 10_000,
        });

        // w25: signing out in one tab leaves nothing in the other.
        issuer.life = 300;
        await page.reload();
        await second.reload();
        assert.equal(await second.textContent("#who"), "authenticated Ivan Invited");
        await page.goto(`${url}/`);
        await page.click("summary");
        await page.click("text=Sign out");
        await second.waitForFunction(() => document.querySelector("#who")?.textContent.startsWith("unauthenticated"));
        await page.waitForURL(`${url}/`);
        assert.equal(issuer.user, null, "the session at Cora has ended too");
        await page.waitForFunction(() => document.querySelector("#who")?.textContent.startsWith("unauthenticated"));
        const cookies = (await context.cookies()).filter(({ name }) => name.startsWith("cora."));
        assert.deepEqual(cookies, [], "no cookie is left");

        // A server action signs out as well, here and at Cora.
        issuer.user = IVAN;
        await page.goto(`${url}/reports`);
        assert.equal(await page.textContent("h1"), "Reports of Acme for Ivan Invited");
        await page.click("#leave");
        await page.waitForURL(`${url}/`);
        await page.waitForFunction(() => document.querySelector("#who")?.textContent.startsWith("unauthenticated"));
        assert.equal(issuer.user, null, "an action ends the session at Cora too");
        assert.deepEqual(
          (await context.cookies()).filter(({ name }) => name.startsWith("cora.")),
          [],
          "an action leaves no cookie",
        );
        assert.deepEqual(errors, []);
      } finally {
        await context.close();
      }
    });
  } finally {
    api.server.closeAllConnections();
    api.server.close();
    issuer.close();
  }
}

const CHECKS = {
  async publint() {
    const { publint } = await import("publint");
    const { formatMessage } = await import("publint/utils");
    const manifest = JSON.parse(readFileSync(join(INSTALLED, "package.json"), "utf8"));
    const { messages } = await publint({ pkgDir: INSTALLED, level: "suggestion", strict: true, pack: false });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, manifest)),
      [],
    );
  },
  attw() {
    const bin = join(HERE, "node_modules/@arethetypeswrong/cli/dist/index.js");
    node(
      bin,
      join(BUILT, tarball),
      "--profile",
      "node16",
      // The package is ES modules, which Node's `require` loads and TypeScript's `node16` does not.
      // The types test requires it with `nodenext`.
      "--ignore-rules",
      "cjs-resolves-to-esm",
      "--exclude-entrypoints",
      "./styles.css",
      "./admin.css",
      "./cora.wasm",
      "./cora-admin.wasm",
      "./cora-page.wasm",
      "./cora-session.wasm",
      "./cora-workbench.wasm",
      "./package.json",
    );
  },
  types() {
    cpSync(join(PACKAGE, "test-d"), join(BUILT, "test-d"), { recursive: true });
    for (const compiler of ["typescript", "typescript-5"]) {
      const tsc = join(HERE, "node_modules", compiler, "bin/tsc");
      for (const project of [join(HERE, "types"), join(BUILT, "test-d")]) node(tsc, "--project", project);
    }
  },
  "types without `exports`": () => {
    // w29: the package says no: the compiler names the resolutions that find it.
    const place = join(BUILT, "node10");
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "page.ts"), 'import { useUnifiedAuth } from "@cora/auth/react";\nuseUnifiedAuth();\n');
    const tsc = join(HERE, "node_modules/typescript-5/bin/tsc");
    const compile = (...options) => node(tsc, "--noEmit", "--skipLibCheck", ...options, join(place, "page.ts"));
    compile("--module", "esnext", "--moduleResolution", "bundler");
    compile("--module", "nodenext", "--moduleResolution", "nodenext");
    assert.throws(
      () => compile("--module", "commonjs", "--moduleResolution", "node10"),
      ({ stdout }) => /TS2307.*'node16', 'nodenext', or 'bundler'/s.test(stdout),
    );
  },
  async "w28: sizes of pages"() {
    const sizes = await measure();
    // Like with like: our client next to the smallest that the other can be, without zod.
    assert.ok(sizes.cora < sizes.betterAuthAlone, JSON.stringify(sizes));
    // It needs no module: all of it is there before the page is interactive.
    assert.ok(sizes.cora <= 15 * 1024, `${sizes.cora}`);
    assert.ok(sizes.betterAuth > sizes.betterAuthAlone, "the row with zod is another one");
    // The table in the documents has these pages and no others, and their sizes.
    const shown = {
      "`useUnifiedAuth()` and `<CoraProvider>`: all that it needs": sizes.cora,
      "`useUnifiedAuth()` and the adapter, without Auth.js' client": sizes.adapter,
      "the same with Auth.js' client": sizes.ours,
      "the same and our module (`cora-page.wasm`), which is fetched after the page is there": sizes.ours + sizes.module,
      "better-auth's client with organizations": sizes.betterAuthAlone,
      "the same and zod": sizes.betterAuth,
      "`@clerk/react` and the script that it loads": sizes.clerk + sizes.clerkScript,
    };
    const [, table] = readFileSync(join(HERE, "../../docs/web.md"), "utf8").split("| part | KB |\n| --- | --- |\n");
    const rows = table
      .slice(0, table.indexOf("\n\n"))
      .split("\n")
      .map((line) => line.split("|").map((cell) => cell.trim()));
    assert.deepEqual(
      rows.map(([, part]) => part),
      Object.keys(shown),
    );
    for (const [, part, size] of rows) {
      const measured = shown[part] / 1024;
      assert.ok(Math.abs(Number(size) - measured) <= Math.max(0.75, measured / 50), `${part}: ${measured.toFixed(2)}`);
    }
  },
  node: () => assert.equal(node("node.mjs"), ANSWER),
  bun: () =>
    assert.equal(
      run(
        program(
          ...["linux-x64", "linux-aarch64", "darwin-aarch64", "darwin-x64"].map((of) => `@oven/bun-${of}/bin/bun`),
          "bun/bin/bun.exe",
        ),
        ["node.mjs"],
      ),
      ANSWER,
    ),
  deno: () =>
    assert.equal(
      run(
        program(
          ...["linux-x64-glibc", "linux-arm64-glibc", "darwin-arm64", "darwin-x64"].map((of) => `@deno/${of}/deno`),
          "deno/deno",
        ),
        ["run", "--node-modules-dir=manual", "--allow-read", "--allow-env", "node.mjs"],
      ),
      ANSWER,
    ),
  async esbuild() {
    const { build } = await import("esbuild");
    const out = join(BUILT, "esbuild");
    await build({
      entryPoints: [join(HERE, "esbuild/main.mjs")],
      bundle: true,
      minify: true,
      format: "esm",
      outdir: out,
      loader: { ".wasm": "file" },
      conditions: ["browser"],
      logLevel: "error",
      define: { "process.env.NODE_ENV": '"production"' },
    });
    writeFileSync(
      join(out, "index.html"),
      '<!doctype html><meta charset="utf-8"><body><script type="module" src="main.js"></script>',
    );
    await folder(out, async (url) =>
      assert.equal(await shown(url, titleAndWho), "provisioned: authenticated ivan@acme.example true"),
    );
    await build({
      entryPoints: [join(HERE, "node.mjs")],
      bundle: true,
      platform: "node",
      format: "esm",
      outfile: join(out, "node.mjs"),
      logLevel: "error",
      packages: "bundle",
      external: ["react"],
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
    assert.equal(node(join(out, "node.mjs")), ANSWER);
  },
  async "vite with the administrators' screens"() {
    const { build } = await import("vite");
    const [root, outDir] = [join(HERE, "vite-admin"), join(BUILT, "vite-admin")];
    await build({ root, configFile: false, logLevel: "error", build: { outDir, emptyOutDir: true } });
    const rows = () => [...document.querySelectorAll("tbody th")].map(({ innerText }) => innerText).join() || undefined;
    await folder(outDir, async (url) => {
      assert.match(await shown(url, rows), /Ana Ito/, "strict mode, and the locale of the application");
      assert.match(await shown(`${url}?console`, rows), /Ana Ito/, "all screens");
    });
  },
  async "the screens on a server"() {
    // Server rendering yields a heading, and a skeleton until the page has loaded.
    const html = node("--conditions=default", "ssr.mjs");
    assert.match(html, /<h1[^>]*>Members<\/h1>/);
    assert.match(html, /cora-skeleton/);
  },
  async vite() {
    const { build, createServer: develop } = await import("vite");
    const [root, outDir, configFile] = [join(HERE, "vite"), join(BUILT, "vite"), join(HERE, "vite/vite.config.mjs")];
    await build({ root, configFile, logLevel: "error", build: { outDir, emptyOutDir: true } });
    const expected = "provisioned: authenticated ivan@acme.example true";
    await folder(outDir, async (url) => assert.equal(await shown(url, titleAndWho), expected));
    const server = await develop({
      root,
      configFile,
      logLevel: "error",
      cacheDir: join(BUILT, "vite-cache"),
      server: { host: "127.0.0.1", port: 0 },
    });
    try {
      await server.listen();
      assert.equal(await shown(server.resolvedUrls.local[0], titleAndWho), expected);
    } finally {
      await server.close();
    }
  },
  "next with Turbopack": () => next("next-turbopack", []),
  "next with Cora's sessions": () => nextWithCora(),
  "next with Cora's sessions at the edge": () => nextWithCora({ edge: true }),
  "jest with jsdom": () => {
    // w15: with the two settings of docs/web.md.
    const config = join(HERE, "jest/jest.config.cjs");
    node(join(HERE, "node_modules/jest/bin/jest.js"), "--config", config, "--ci", "--runInBand");
  },
  "next with webpack": () => next("next-webpack", ["--webpack"]),
  "next with middleware at the edge": () => next("next-edge", ["--webpack"], { edge: true }),
  async "what a page loads of ours"() {
    const { build } = await import("esbuild");
    const sizes = async (source) => {
      const { outputFiles } = await build({
        stdin: { contents: source, resolveDir: HERE },
        bundle: true,
        minify: true,
        format: "esm",
        write: false,
        external: [
          "react",
          "react/*",
          "next/*",
          "next-auth",
          "next-auth/*",
          "openapi-fetch",
          "@tanstack/react-query",
          "papaparse",
          "wouter",
          "node:*",
        ],
        define: { "process.env.NODE_ENV": '"production"' },
        logLevel: "error",
      });
      return gzipSync(outputFiles[0].contents, { level: 9 }).length;
    };
    for (const [entry, most] of Object.entries(BUDGETS)) {
      const size = await sizes(`export * from "@cora/auth${entry.slice(1)}"`);
      console.log(`   ${entry}: ${size} bytes of scripts, at most ${most}`);
      assert.ok(size <= most, entry);
    }
    const { exports } = createRequire(join(INSTALLED, "package.json"))("./package.json");
    const types = readFileSync(join(INSTALLED, exports["./admin"].types), "utf8");
    const screens = [...types.matchAll(/^export \{([^}]*)\}/gm)]
      .flatMap(([, names]) => names.split(","))
      .map((name) => name.trim())
      .filter((name) => /(?:Screen|Wizard|Csv|Change)$/.test(name));
    assert.ok(screens.length >= 20, `${screens}`);
    for (const screen of screens) {
      const { outputFiles } = await build({
        stdin: {
          contents: `export { AdminProvider, ${screen} } from "@cora/auth/admin"; export * from "@cora/auth/client";`,
          resolveDir: HERE,
        },
        bundle: true,
        minify: true,
        splitting: true,
        format: "esm",
        outdir: join(BUILT, "screen"),
        write: false,
        external: ["react", "react/*", "node:*"],
        define: { "process.env.NODE_ENV": '"production"' },
        logLevel: "error",
      });
      const size = statically(outputFiles);
      assert.ok(size <= ONE_SCREEN, `${screen}: ${size} bytes of scripts, at most ${ONE_SCREEN}`);
    }
    for (const { name, maxGzip } of MODULES) {
      const size = zipped(join(INSTALLED, "dist", `${name}.wasm`));
      console.log(`   ${name}.wasm: ${size} bytes, at most ${maxGzip}`);
      assert.ok(size <= maxGzip, name);
    }
    // Only the provider in use is loaded: each is in its own file, and the first file has none.
    const lazily = await build({
      stdin: {
        contents:
          'import { AuthProvider } from "@cora/auth/react"; export const adapters = { clerk: () => import("@cora/auth/react/clerk"), default: () => import("@cora/auth/react/authjs") }; export { AuthProvider };',
        resolveDir: HERE,
      },
      bundle: true,
      minify: true,
      splitting: true,
      format: "esm",
      outdir: join(BUILT, "lazily"),
      write: false,
      external: ["react", "react/*"],
      logLevel: "error",
    });
    const [entry, ...chunks] = lazily.outputFiles
      .map(({ path, text }) => ({
        isEntry: path.endsWith("stdin.js"),
        hasClerk: text.includes("redirectToSignIn"),
        hasAuthjs: text.includes("nextauth.message"),
      }))
      .sort((a, b) => b.isEntry - a.isEntry);
    assert.deepEqual([entry.hasClerk, entry.hasAuthjs], [false, false], "the first file has no provider's code");
    assert.ok(
      chunks.some(({ hasClerk }) => hasClerk) &&
        chunks.some(({ hasAuthjs }) => hasAuthjs) &&
        !chunks.some(({ hasAuthjs, hasClerk }) => hasAuthjs && hasClerk),
    );
    // Importing one entry does not bring in another.
    for (const [entry, other] of [
      ["@cora/auth", "react"],
      ["@cora/auth/react/authjs", "redirectToSignIn"],
      ["@cora/auth/react/clerk", "next-auth"],
      ["@cora/auth/session", "react"],
    ]) {
      const { outputFiles } = await build({
        stdin: { contents: `export * from "${entry}"`, resolveDir: HERE },
        bundle: true,
        format: "esm",
        write: false,
        external: ["react", "next-auth/*"],
        logLevel: "error",
      });
      assert.equal(
        outputFiles[0].text.includes(`"${other}`) || outputFiles[0].text.includes(`.${other}(`),
        false,
        `${entry} brings ${other}`,
      );
    }
  },
};

mkdirSync(BUILT, { recursive: true });
const tarball = run("npm", ["pack", PACKAGE, "--silent", "--pack-destination", BUILT]).trim();
rmSync(INSTALLED, { recursive: true, force: true });
mkdirSync(INSTALLED, { recursive: true });
run("tar", ["xzf", join(BUILT, tarball), "-C", INSTALLED, "--strip-components=1"]);
const wanted = process.argv.slice(2);
let failed = 0;
for (const [name, check] of Object.entries(CHECKS)) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  const started = performance.now();
  try {
    await check();
    console.log(`ok ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.error(
      `FAILED ${name}: ${[error.stdout, error.stderr, error.stack].filter(Boolean).join("\n").slice(0, 2500)}`,
    );
  }
}
await browser?.close();
console.log(failed === 0 ? "projects: all is well" : `projects: ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
