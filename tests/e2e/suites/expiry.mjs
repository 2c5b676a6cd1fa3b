import assert from "node:assert/strict";

import { admission } from "../world.mjs";

/** The time before its expiry in which a token is renewed, in seconds. */
const RENEWED_BEFORE = 90;
/** The lifetime of a token, in seconds: a little longer, so that it is not renewed at once. */
const TOKEN_SECONDS = RENEWED_BEFORE + 4;

/** Waits until a token that expires at this time (seconds since the epoch) is due for renewal. */
const renewable = (end) =>
  new Promise((resolve) => setTimeout(resolve, (end - RENEWED_BEFORE) * 1000 - Date.now() + 500));

/**
 * Tokens that expire soon are renewed while somebody uses the application, by one request for all
 * tabs, and never reach a page.
 */
export async function expiry({ check, start }) {
  const world = await start("expiry", { tokenSeconds: TOKEN_SECONDS });
  const { stack } = world;
  const page = await world.visitor();
  const { request } = page.context();
  const endsAt = async () =>
    (await (await request.get(`${stack.urls.web}/api/profile`)).json()).data.session.session.expiresAt;
  const cookie = async () =>
    (await page.context().cookies())
      .filter(({ name }) => name.includes("session-token"))
      .map(({ value }) => value)
      .join("");

  await check("a_token_that_ends_soon_is_renewed_and_the_page_never_sees_one", async () => {
    await world.signIn(page, "Dora");
    assert.equal((await admission(page)).outcome, "provisioned");
    const [before, kept] = [await endsAt(), await cookie()];
    await renewable(before);
    const told = await request.get(`${stack.urls.web}/api/auth/session`);
    assert.deepEqual(Object.keys(await told.json()).sort(), ["expires", "user"]);
    assert.ok((await endsAt()) > before, "the token is another");
    assert.notEqual(await cookie(), kept);
    assert.deepEqual(world.leaks, []);
  });

  await check("tabs_that_ask_at_once_renew_once_and_stay_signed_in", async () => {
    const before = await endsAt();
    await renewable(before);
    const asked = await Promise.all(Array.from({ length: 6 }, () => request.get(`${stack.urls.web}/api/auth/session`)));
    for (const answer of asked) assert.ok("user" in (await answer.json()));
    assert.ok((await endsAt()) > before);
    // Using a refresh token twice would end the session at the provider, so this did not happen.
    const later = await endsAt();
    await renewable(later);
    await request.get(`${stack.urls.web}/api/auth/session`);
    assert.ok((await endsAt()) > later);
    await page.reload();
    assert.equal((await admission(page)).outcome, "returning");
  });
}
