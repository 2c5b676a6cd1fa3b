/**
 * `@cora/auth/node`: {@link createCora} for servers of `node:http`, and what is built on them.
 *
 * @example
 * ```ts
 * const cora = createCora();
 * createServer(async (req, res) => {
 *   if (await cora.handler(req, res)) return; // answered
 *   const user = await cora.protect(req, res);
 *   if (user !== null) res.end(`Hello, ${user.fullName}`);
 * }).listen(3000);
 * ```
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";

import { AccessError } from "./access.js";
import { createCora as create } from "./cora.js";
import type { Cora, ProtectRequirement } from "./cora.js";
import type { CoraOptions } from "./options.js";
import type { CoraSession, SignedInSession } from "./session.js";

export { AccessError } from "./access.js";
export { CoraConfigurationError } from "./options.js";
export type { Cora, ProtectRequirement } from "./cora.js";
export type { CoraOptions } from "./options.js";
export type { CoraSession, SignedInSession } from "./session.js";

/**
 * A request of `node:http`, or of Express, which keeps the whole path and may have read the body.
 */
export type NodeRequest = IncomingMessage & { readonly originalUrl?: string; readonly body?: unknown };

/** The application's side of Cora, for `node:http`. */
export interface NodeCora {
  /** Returns who makes a request, and writes the cookie if the session was renewed. */
  auth(req: NodeRequest, res: ServerResponse): Promise<CoraSession>;
  /**
   * Returns the signed-in user if the requirements are met. Otherwise it sends the refusal, and
   * returns `null`.
   */
  protect(req: NodeRequest, res: ServerResponse, requirement?: ProtectRequirement): Promise<SignedInSession | null>;
  /** Answers a request of the handler's paths and returns `true`; `false` for every other path. */
  handler(req: NodeRequest, res: ServerResponse): Promise<boolean>;
  /** The same, for `Request` and `Response`. */
  readonly web: Cora;
}

const requests = new WeakMap<IncomingMessage, Request>();

/** Returns a body that a parser has read already, in its own form. */
function parsed(req: NodeRequest): string {
  const { body } = req;
  if (typeof body === "string") return body;
  const isForm = (req.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  return isForm ? new URLSearchParams(body as Record<string, string>).toString() : JSON.stringify(body ?? null);
}

/** Returns the web's request of Node's: the same one each time. */
export function requestOf(req: NodeRequest): Request {
  const before = requests.get(req);
  if (before !== undefined) return before;
  const headers = new Headers();
  for (let at = 0; at + 1 < req.rawHeaders.length; at += 2) {
    const [name = "", value = ""] = [req.rawHeaders[at], req.rawHeaders[at + 1]];
    // HTTP/2 has the request's line in headers that begin with a colon.
    if (name === ":authority") headers.set("host", value);
    else if (!name.startsWith(":")) headers.append(name, value);
  }
  const scheme = (req.socket as { readonly encrypted?: boolean }).encrypted ? "https" : "http";
  const path = req.originalUrl ?? req.url ?? "/";
  // WHY joined as text: as a relative URL, a path of two slashes would be another host's.
  const written = `${scheme}://${headers.get("host") ?? "localhost"}${path.startsWith("/") ? path : "/"}`;
  const url = URL.canParse(written) ? new URL(written) : new URL(`${scheme}://localhost/`);
  const method = req.method ?? "GET";
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = !hasBody ? null : req.readableEnded ? parsed(req) : (Readable.toWeb(req) as ReadableStream<Uint8Array>);
  const request = new Request(url, { method, headers, body, ...(body !== null && { duplex: "half" }) } as RequestInit);
  requests.set(req, request);
  return request;
}

/** Sends the web's response. */
export async function send(response: Response, res: ServerResponse): Promise<void> {
  res.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name === "set-cookie") res.appendHeader(name, value);
    else res.setHeader(name, value);
  }
  res.end(Buffer.from(await response.arrayBuffer()));
}

/** Creates the application's side of Cora for servers of `node:http`. */
export function createCora(options: CoraOptions = {}): NodeCora {
  const web = create(options);

  async function write(request: Request, res: ServerResponse): Promise<CoraSession> {
    const { headers, session } = await web.open(request);
    if (res.headersSent) return session;
    for (const [name, value] of headers) {
      if (name === "set-cookie") res.appendHeader(name, value);
      else res.setHeader(name, value);
    }
    return session;
  }

  return {
    web,
    auth: (req, res) => write(requestOf(req), res),
    async protect(req, res, requirement) {
      const request = requestOf(req);
      try {
        const user = await web.protect(request, requirement);
        await write(request, res);
        return user;
      } catch (error) {
        if (!(error instanceof AccessError)) throw error;
        await write(request, res);
        await send(error.response, res);
        return null;
      }
    },
    async handler(req, res) {
      const request = requestOf(req);
      if (!web.isHandled(new URL(request.url).pathname)) return false;
      await send(await web.handler(request), res);
      return true;
    },
  };
}
