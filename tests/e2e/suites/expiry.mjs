import assert from "node:assert/strict";

import { admission } from "../world.mjs";

/** The time before its end in which a token is renewed, in seconds. */
const RENEWED_BEFORE = 90;
/** A little longer, so that a new token is not renewed at once. */
const TOKEN_SECONDS = RENEWED_BEFORE + 4;

/** Waits until a token that ends at this time, in seconds since the epoch, is to be renewed. */
const renewable = (end) => new Promise((resolve) => setTimeout(resolve, (end - RENEWED_BEFORE) * 1000 - Date.now() + 500));

/** Tokens that end soon: renewed while somebody is there, by one request for all tabs, and never seen by a page. */
export async function expiry({ check, start }) {
  const world = await start("expiry", { tokenSeconds: TOKEN_SECONDS });
  const { stack } = world;
  const page = await world.visitor();
  const { request } = page.context();
  const endsAt = async () => (await (await request.get(`${stack.urls.web}/api/profile`)).json()).data.session.session.expiresAt;
  const cookie = async () => (await page.context().cookies()).filter(({ name }) => name.includes("session-token")).map(({ value }) => value).join("");

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
    // A refresh token that is used twice ends the session at the provider: so it was not.
    const later = await endsAt();
    await renewable(later);
    await request.get(`${stack.urls.web}/api/auth/session`);
    assert.ok((await endsAt()) > later);
    await page.reload();
    assert.equal((await admission(page)).outcome, "returning");
  });
}
