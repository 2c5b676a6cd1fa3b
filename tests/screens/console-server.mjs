// The files of the console as a server answers them, with an API that a test chooses.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CONSOLE = fileURLToPath(new URL("../../pkg/dist/console", import.meta.url));
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

/** The session of the person who is signed in. */
export const SESSION = {
  actor: null,
  capabilities: ["audit:read", "users:read", "users:manage"],
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

/**
 * A server of the console below a path, with an API in a state that the test chooses. `answers` has
 * functions by method and path, which answer instead: with a document, or with a text as it is.
 */
export function serverBelow(prefix) {
  const state = { session: null, begun: [], headers: [], presented: [], answers: {} };
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://x");
    const answer = (body, status = 200, headers = {}) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(typeof body === "string" ? body : JSON.stringify(body));
    if (!url.pathname.startsWith(prefix)) return answer({}, 404);
    const path = url.pathname.slice(prefix.length);
    let text = "";
    request.on("data", (part) => (text += part));
    request.on("end", () => {
      const chosen = state.answers[`${request.method} ${path}`];
      if (chosen !== undefined) return answer(...chosen(url, text === "" ? undefined : JSON.parse(text)));
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

/** Starts the browser. */
export const launch = async () => {
  if (!existsSync(join(CONSOLE, "index.html"))) throw new Error("dist/console is not built");
  const { chromium } = createRequire(new URL("../../pkg/package.json", import.meta.url))("playwright-core");
  return await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
};
