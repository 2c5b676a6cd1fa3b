/**
 * A browser for tests: cookies by host and path, and redirects between the application and Cora.
 */
import { request as send } from "node:http";

/** Creates a browser. `servers` answers requests, by origin. */
export function createBrowser(servers) {
  /** Cookies, by host, name and path. */
  const jar = new Map();
  const keep = (url, response) => {
    for (const text of response.headers.getSetCookie()) {
      const [pair, ...attributes] = text.split("; ");
      const [name] = pair.split("=");
      const value = pair.slice(name.length + 1);
      const of = (wanted) => attributes.find((one) => one.startsWith(wanted))?.slice(wanted.length);
      const path = of("Path=") ?? "/";
      const key = `${new URL(url).host} ${name} ${path}`;
      if (Number(of("Max-Age=")) === 0) jar.delete(key);
      else jar.set(key, { host: new URL(url).host, name, value, path, text });
    }
  };
  const browser = {
    jar,
    cookies: (part = "") => [...jar.values()].filter(({ name }) => name.includes(part)),
    header(url) {
      const { host, pathname } = new URL(url);
      return [...jar.values()]
        .filter((cookie) => cookie.host === host && (cookie.path === "/" || pathname.startsWith(`${cookie.path}/`)))
        .map(({ name, value }) => `${name}=${value}`)
        .join("; ");
    },
    request(url, { headers, method = "GET", ...init } = {}) {
      const cookie = browser.header(url);
      return new Request(url, {
        method,
        headers: {
          accept: "text/html",
          "sec-fetch-mode": "navigate",
          ...(cookie !== "" && { cookie }),
          ...(method !== "GET" && { origin: new URL(url).origin, "sec-fetch-site": "same-origin" }),
          ...headers,
        },
        ...init,
      });
    },
    /** Sends one request, and keeps the cookies of its response. */
    async send(url, init) {
      const response = await servers[new URL(url).origin](browser.request(url, init));
      keep(url, response);
      return response;
    },
    keep,
    /** Goes to a page, and follows redirects to the last one. */
    async go(url, init) {
      let response = await browser.send(url, init);
      let at = url;
      for (let hops = 0; response.status === 303 && hops < 10; hops += 1) {
        at = new URL(response.headers.get("location"), at).href;
        response = await browser.send(at);
      }
      return { url: at, response };
    },
  };
  return browser;
}

/** Sends a request as it is. WHY not `fetch`: it sets `sec-fetch-mode` itself. */
export async function overHttp(request) {
  const body = Buffer.from(await request.arrayBuffer());
  return await new Promise((resolve, reject) => {
    const headers = {
      ...Object.fromEntries(request.headers),
      ...(body.length > 0 && { "content-length": body.length }),
    };
    const sent = send(request.url, { method: request.method, headers }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      const pairs = Object.entries(answer.headersDistinct).flatMap(([name, all]) => all.map((value) => [name, value]));
      resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode, headers: pairs }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
