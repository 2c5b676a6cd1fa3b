// A browser without scripts: cookies by host, redirects, forms, and nothing else.

/** The most redirects that are followed in a row. */
const MAX_REDIRECTS = 20;

const decode = (text) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

const attribute = (tag, name) => {
  const found = new RegExp(`\\b${name}="([^"]*)"`).exec(tag);
  return found ? decode(found[1]) : undefined;
};

/** A page, or the redirect at which the browser stopped. */
class Page {
  constructor(browser, url, response, html) {
    Object.assign(this, { browser, url, response, html, status: response.status });
  }

  /** The URL of the redirect at which the browser stopped. */
  get location() {
    const location = this.response.headers.get("location");
    return location === null ? undefined : new URL(location, this.url);
  }

  get title() {
    return decode(/<h1[^>]*>([^<]*)<\/h1>/.exec(this.html)?.[1] ?? "");
  }

  /** Returns the URL of the link with this text. */
  link(text) {
    for (const [tag, label] of this.html.matchAll(/<a\b[^>]*>([^<]*)<\/a>/g)) {
      if (decode(label).includes(text)) return new URL(attribute(tag, "href"), this.url);
    }
    throw new Error(`the page “${this.title}” has no link “${text}”`);
  }

  /** Follows the link with this text. */
  follow(text, options) {
    return this.browser.open(this.link(text), options);
  }

  /** Returns the fields of the page's form, as a browser would send them. */
  fields(form) {
    const fields = new URLSearchParams();
    for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
      const [name, value] = [attribute(tag, "name"), attribute(tag, "value")];
      if (name !== undefined) fields.append(name, value ?? "");
    }
    return fields;
  }

  /** Submits the page's form with these values, by the button that holds the text if it is given.
   */ async submit(values = {}, { button, ...options } = {}) {
    const forms = [...this.html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => form);
    const form = forms.find((one) => button === undefined || decode(one).includes(button));
    if (form === undefined) throw new Error(`the page “${this.title}” has no form`);
    const body = this.fields(form);
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    for (const [tag, label] of form.matchAll(/<button\b[^>]*>([\s\S]*?)<\/button>/g)) {
      const name = attribute(tag, "name");
      if (name !== undefined && button !== undefined && decode(label).includes(button)) {
        body.set(name, attribute(tag, "value") ?? "");
      }
    }
    const action = new URL(attribute(/<form\b[^>]*>/.exec(form)[0], "action") ?? this.url, this.url);
    return this.browser.open(action, { method: "POST", body, ...options });
  }
}

export class Browser {
  /** Cookies by host, as cookies do not tell ports apart. */
  cookies = new Map();
  /** Every URL that was visited. */
  visited = [];

  /** Returns the names of the cookies for a host. */
  names(host) {
    return [...(this.cookies.get(host)?.keys() ?? [])];
  }

  /**
   * Opens a page, and follows redirects until `stopAt` (the beginning of a URL), which is not
   * requested.
   */
  async open(target, { method = "GET", body, stopAt, headers = {} } = {}) {
    let url = new URL(target);
    for (let redirects = 0; redirects < MAX_REDIRECTS; redirects += 1) {
      this.visited.push(url.href);
      const jar = this.cookies.get(url.hostname) ?? new Map();
      this.cookies.set(url.hostname, jar);
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await fetch(url, {
        method,
        body,
        redirect: "manual",
        headers: {
          ...headers,
          ...(cookie && { cookie }),
          ...(body && { "content-type": headers["content-type"] ?? "application/x-www-form-urlencoded" }),
        },
      });
      for (const line of response.headers.getSetCookie()) {
        const [pair, ...attributes] = line.split(";");
        const [name, value] = [pair.slice(0, pair.indexOf("=")).trim(), pair.slice(pair.indexOf("=") + 1)];
        const over = attributes.some((one) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(one));
        if (over) jar.delete(name);
        else jar.set(name, value);
      }
      const location = response.headers.get("location");
      if (location === null || response.status < 300 || response.status > 399) {
        return new Page(this, url, response, await response.text());
      }
      const next = new URL(location, url);
      if (stopAt !== undefined && next.href.startsWith(stopAt)) return new Page(this, url, response, "");
      url = next;
      // Every redirect of these services is one that goes on by GET.
      method = "GET";
      body = undefined;
    }
    throw new Error("too many redirects");
  }
}
