import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { admission } from "../world.mjs";

/** An access token lives 300 seconds and is renewed in its last 60. */
const NEAR_THE_END_MS = 250_000;
const AFTER_THE_END_MS = 400_000;

/**
 * Tokens that expire soon are renewed while somebody uses the application, by one request for all
 * tabs, and never reach a page.
 */
export async function expiry({ check, start }) {
  const folder = mkdtempSync(join(tmpdir(), "cora-e2e-clock-"));
  const clock = join(folder, "ahead");
  const setAhead = async (ms) => {
    writeFileSync(clock, String(ms));
    // The application reads the file every 50 ms.
    await new Promise((done) => setTimeout(done, 300));
  };
  await setAhead(0);
  const world = await start("expiry", { clock });
  const { stack, tap } = world;
  const page = await world.visitor();
  const { request } = page.context();
  const session = async () => (await request.get(`${stack.urls.web}/api/auth/session`)).json();
  const cookie = async () =>
    (await page.context().cookies(stack.urls.web))
      .filter(({ name }) => /^cora\.[0-9a-f-]+$/.test(name))
      .map(({ value }) => value)
      .join("");

  await check("a_token_that_ends_soon_is_renewed_and_the_page_never_sees_one", async () => {
    await world.signIn(page, "Dora");
    await admission(page);
    const before = (await session()).data.session.session.expiresAt;
    const kept = await cookie();
    assert.notEqual(kept, "");
    const asked = tap.requestsOf("/oauth2/token");
    await setAhead(NEAR_THE_END_MS);
    assert.ok((await session()).data.session.session.expiresAt >= before, "the token is another");
    assert.ok(tap.requestsOf("/oauth2/token") > asked, "Cora was asked");
    assert.notEqual(await cookie(), kept);
    assert.deepEqual(world.leaks, []);
  });

  await check("w13_tabs_that_ask_at_once_when_the_token_is_due_stay_signed_in", async () => {
    const asked = tap.requestsOf("/oauth2/token");
    const answers = await Promise.all(Array.from({ length: 6 }, session));
    for (const answer of answers) assert.equal(answer.success, true, JSON.stringify(answer));
    assert.ok(tap.requestsOf("/oauth2/token") > asked, "it was due");
    await page.reload();
    await admission(page);
    assert.deepEqual(page.faults, []);
  });

  await check("w11_a_session_that_cannot_be_renewed_for_a_while_is_not_over", async () => {
    tap.setDown(true);
    await setAhead(AFTER_THE_END_MS);
    await page.reload();
    await page.getByRole("heading", { name: "Sign-in is unavailable" }).waitFor();
    tap.setDown(false);
    await setAhead(0);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "Dora Domain" }).waitFor();
  });
  rmSync(folder, { recursive: true, force: true });
}
