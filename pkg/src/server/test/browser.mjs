/**
 * A browser for tests: cookies by host and path, and redirects between the application and Cora.
 */

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
