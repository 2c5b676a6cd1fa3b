// A page of `@cora/auth/browser`, without a server: it needs a built package.
import assert from "node:assert/strict";

import { createBrowserCora } from "../../../pkg/dist/browser/index.js";

/** The page's origin. Nothing listens there: the test plays the page. */
const ORIGIN = "http://127.0.0.1:9";

export const tests = {
  "a page signs a person in, finds the session after a load, rotates and signs out": async (world) => {
    const { id } = await world.register("Page", "spa", [
      ...["--redirect-uri", `${ORIGIN}/`, "--post-logout-redirect-uri", `${ORIGIN}/`, "--origin", ORIGIN],
    ]);
    const [stored, left] = [new Map(), []];
    const clock = { ahead: 0 };
    let at = `${ORIGIN}/reports?x=1`;
    const page = {
      fetch: (url, init) => fetch(url, { ...init, headers: { ...init?.headers, origin: ORIGIN } }),
      storage: {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => stored.set(key, value),
        removeItem: (key) => stored.delete(key),
      },
      url: () => new URL(at),
      replace: (next) => {
        at = new URL(next, at).href;
      },
      goTo: (next) => left.push(next),
      now: () => Date.now() + clock.ahead,
      locked: (_name, work) => work(),
    };
    const load = () => createBrowserCora({ url: world.issuer, clientId: id, page });
    const browser = world.browser();

    // Nobody is signed in at Cora: the silent look says so, and the page stays as it is.
    assert.equal(await load().getToken(), null);
    at = (await browser.open(left.at(-1), { stopAt: `${ORIGIN}/` })).location.href;
    let cora = load();
    assert.equal(await cora.getToken(), null);
    assert.deepEqual([cora.signInError(), at], [null, `${ORIGIN}/reports?x=1`]);

    await cora.adapter.signIn();
    at = (await world.signIn(browser, left.at(-1), "Dora", `${ORIGIN}/`)).href;
    cora = load();
    const first = await cora.getToken();
    assert.match(first, /^eyJ/);
    assert.equal(at, `${ORIGIN}/reports?x=1`);

    for (let renewal = 1; renewal <= 3; renewal += 1) {
      clock.ahead = renewal * 250_000;
      assert.match(await cora.getToken(), /^eyJ/, `renewal ${renewal}`);
    }
    assert.notEqual(await cora.getToken(), first);

    // A load loses the tokens, and Cora gives new ones without asking.
    assert.equal(await load().getToken(), null);
    at = (await browser.open(left.at(-1), { stopAt: `${ORIGIN}/` })).location.href;
    cora = load();
    assert.match(await cora.getToken(), /^eyJ/);

    await cora.adapter.signOut();
    assert.equal((await browser.open(left.at(-1), { stopAt: `${ORIGIN}/` })).location?.href, `${ORIGIN}/`);
    assert.equal(await cora.getToken(), null);
  },
};
