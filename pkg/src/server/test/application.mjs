/** An application over the issuer for tests, and a browser. */
import { createCora } from "../../../dist/server/index.js";
import { createBrowser } from "./browser.mjs";
import { APP, CLIENT, ISSUER, createIssuer } from "./issuer.mjs";

export const SECRET = "a-secret-for-cookies-of-at-least-32-characters";

/** Returns an application whose pages say who is signed in. `clock.at` is the time in seconds. */
export function world({ options = {}, issuer: changes = {}, requirement } = {}) {
  const clock = { at: Math.floor(Date.now() / 1000) };
  const now = () => clock.at;
  const issuer = createIssuer({ now, ...changes });
  const settings = {
    url: ISSUER,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    cookieSecret: SECRET,
    origins: APP,
    env: {},
    fetch: issuer.fetch,
    now,
    ...options,
  };
  const create = (more = {}) => createCora({ ...settings, ...more });
  const cora = create();
  /** The server of an application: its handler, and pages that need a signed-in user. */
  const server = (one) => async (request) => {
    if (one.isHandled(new URL(request.url).pathname)) return await one.handler(request);
    try {
      const user = await one.protect(request, requirement);
      return one.commit(request, Response.json({ userId: user.userId, organization: user.organization }));
    } catch (error) {
      if (error.response === undefined) throw error;
      return one.commit(request, error.response);
    }
  };
  const browser = createBrowser({ [APP]: server(cora), [ISSUER]: (request) => issuer.fetch(request) });
  return { APP, browser, clock, cora, create, issuer, server, settings };
}

/** The same, with somebody signed in at a page. */
export async function signedIn(given) {
  const made = world(given);
  const { response, url } = await made.browser.go(`${APP}/reports?x=1`);
  return { ...made, response, url };
}
