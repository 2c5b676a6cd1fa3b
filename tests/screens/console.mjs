// Opens the console's files as a server answers them: with a policy that forbids what the page has
// no need of, below a path, at any address. The API behind it answers from the gallery's fixtures.
//
//   node tests/screens/console.mjs     (needs a built package)
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CONSOLE = fileURLToPath(new URL("../../pkg/dist/console", import.meta.url));
const { chromium } = createRequire(new URL("../../pkg/package.json", import.meta.url))("playwright-core");
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

const SESSION = {
  actor: null,
  capabilities: ["audit:read", "users:manage"],
  currentOrganizationId: null,
  email: "ana@acme.example",
  emailEvidence: "verified",
  expiresAt: null,
  identity: { issuer: "https://login.acme.example", subject: "ana" },
  issuedAt: null,
  organizations: [],
  permissions: [],
  platformPermissions: [],
  platformRole: "platform_owner",
  provider: "okta",
  roleVersion: 1,
  sessionId: null,
  userId: "0190aaaa-1111-7111-8111-111111111111",
};

/** A server of the console below a path, with an API in a state that the test chooses. */
function serverBelow(prefix) {
  const state = { session: null, begun: [], headers: [], presented: [] };
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://x");
    const answer = (body, status = 200) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (!url.pathname.startsWith(prefix)) return answer({}, 404);
    const path = url.pathname.slice(prefix.length);
    let text = "";
    request.on("data", (part) => (text += part));
    request.on("end", () => {
      if (path.startsWith("/console/api/")) {
        state.headers.push(request.headers["x-cora-console"]);
        if (request.method === "GET") return answer({ success: true, data: state.session });
        if (path.endsWith("/operator")) {
          state.presented.push(JSON.parse(text));
          state.session = {
            state: "operator",
            kind: "operator",
            needsSetup: false,
            signIn: { kind: "no_connection" },
            capabilities: ["audit:read", "idp:read", "idp:write", "idp:activate"],
          };
          return answer({ success: true, data: {} });
        }
        if (request.method === "DELETE") {
          state.session = { state: "signed_out", needsSetup: false, signIn: { kind: "redirect" } };
          return answer({ success: true, data: {} });
        }
        state.begun.push(JSON.parse(text));
        return answer({ success: true, data: { authorizationUrl: `${prefix}/provider` } });
      }
      if (path === "/provider")
        return response.writeHead(200, { "content-type": "text/html" }).end("<h1>Provider</h1>");
      if (path === "/admin/users")
        return answer({
          success: true,
          data: {
            items: [
              {
                userId: SESSION.userId,
                email: "ana@acme.example",
                emailVerified: true,
                fullName: "Ana Ito",
                organizations: 1,
                platformRole: "platform_owner",
                status: "active",
                createdAt: "2026-03-01T10:00:00Z",
              },
            ],
            next: null,
          },
        });
      if (path === "/admin/idp-config") return answer({ success: true, data: [] });
      if (path.startsWith("/admin/"))
        return answer({ success: false, code: "not_found", error: "no", requestId: "r" }, 404);
      const file = join(CONSOLE, path.replace(/^\/console/, ""));
      const own = /\/assets\//.test(path) && existsSync(file);
      if (/\/assets\//.test(path) && !own) return answer({}, 404);
      const page = readFileSync(join(CONSOLE, "index.html"), "utf8");
      const body = own ? readFileSync(file) : page.replace("<head>", `<head><base href="${prefix}/console/">`);
      response
        .writeHead(200, {
          "content-type": own ? (TYPES[extname(file)] ?? "text/plain") : "text/html",
          "content-security-policy": POLICY,
          "x-content-type-options": "nosniff",
        })
        .end(body);
    });
  });
  return { server, state };
}

assert.ok(existsSync(join(CONSOLE, "index.html")), "dist/console is built");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  for (const prefix of ["", "/tools/cora"]) {
    const { server, state } = serverBelow(prefix);
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    const at = `http://127.0.0.1:${server.address().port}${prefix}/console`;
    const page = await browser.newPage();
    const faults = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) && !/status of 404/.test(message.text()))
        faults.push(message.text());
    });
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(at.replace(/\/console$/, ""))) faults.push(`a request to ${request.url()}`);
    });

    state.session = { state: "signed_out", needsSetup: false, signIn: { kind: "redirect" } };
    await page.goto(`${at}/users?q=a`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Provider" }).waitFor();
    assert.deepEqual(
      state.begun,
      [{ returnTo: `${prefix}/console/users?q=a` }],
      "the person comes back to where they were",
    );

    state.session = {
      state: "signed_in",
      needsSetup: false,
      signIn: { kind: "redirect" },
      kind: "person",
      session: SESSION,
      expiresAt: 4_000_000_000,
    };
    await page.goto(`${at}/users?q=a`);
    await page.getByRole("row", { name: /Ana Ito/ }).waitFor();
    await page.reload();
    await page.getByRole("row", { name: /Ana Ito/ }).waitFor();
    await page.getByRole("link", { name: "Connections" }).click();
    await page.getByText("Nobody can sign in yet").waitFor();
    assert.equal(page.url(), `${at}/connections`);
    await page.goBack();
    await page.getByRole("row", { name: /Ana Ito/ }).waitFor();
    assert.equal(page.url(), `${at}/users?q=a`, "the filter is there again");
    const stored = await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]);
    assert.deepEqual(stored, [[], [], ""], "nothing is stored in the browser");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();

    await page.goto("about:blank");
    await page.goto(`${at}/#operator=secret-token`);
    await page.getByText("Operator session").waitFor();
    assert.deepEqual(state.presented, [{ token: "secret-token" }], "the token is presented once");
    assert.ok(!page.url().includes("secret-token"), "the token is not in the address");
    const links = await page.getByRole("navigation").first().getByRole("link").allTextContents();
    assert.ok(links.includes("Connections") && !links.includes("Users"), "an operator sees what repairs sign-in");
    assert.ok(
      state.headers.every((header) => header === "1"),
      "each request of the console says so",
    );
    assert.deepEqual(faults, [], `no message in the console below "${prefix}"`);
    await page.close();
    server.closeAllConnections();
    server.close();
    console.log(`ok the console below "${prefix}"`);
  }
} finally {
  await browser.close();
}
