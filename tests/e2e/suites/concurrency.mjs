import assert from "node:assert/strict";

import { tracesOf } from "../database.mjs";
import { admission } from "../world.mjs";

/** The header that distinguishes the requests of a check from those of the page itself. */
const MARK = "x-check";

/** Signs a person in at the provider. The page does not ask Cora about them; the checks do. */
async function signInOnly(world, name) {
  const page = await world.visitor();
  await page.route("**/api/profile", (route) => (route.request().headers()[MARK] ? route.continue() : route.abort()));
  await world.signIn(page, name);
  await page.getByRole("button", { name: "Try again" }).waitFor();
  return page;
}

/** Returns the answers of the profile route to this number of simultaneous requests of a page. */
const askAtOnce = (page, count) =>
  page.evaluate(
    ([howMany, mark]) =>
      Promise.all(
        Array.from({ length: howMany }, async () => {
          const response = await fetch("/api/profile", { headers: { [mark]: "1" }, cache: "no-store" });
          const body = await response.json();
          return { status: response.status, userId: body.data?.userId, outcome: body.data?.explanation.outcome };
        }),
      ),
    [count, MARK],
  );

const countOf = (answers, outcome) => answers.filter((answer) => answer.outcome === outcome).length;

/** Simultaneous first logins leave the same state as one. */
export async function concurrency({ check, start }) {
  const world = await start("concurrency");
  const { stack, tap } = world;

  await check("the_doubled_first_request_of_strict_mode_leaves_one_user", async () => {
    const page = await signInOnly(world, "Dora");
    const before = tap.profileRequests();
    const answers = await askAtOnce(page, 2);
    assert.equal(tap.profileRequests() - before, 2, "both requests reached Cora");
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(new Set(answers.map(({ userId }) => userId)).size, 1);
    assert.equal(countOf(answers, "provisioned"), 1);
    assert.equal(countOf(answers, "returning"), 1);
    assert.deepEqual(await tracesOf(stack.database, "dora@acme.example", "usr_dora"), {
      users: 1,
      identities: 1,
      memberships: 1,
      provisioned: 1,
    });
  });

  await check("fifty_first_logins_of_one_person_at_once_leave_one_user", async () => {
    const page = await signInOnly(world, "Ivan");
    // A browser opens six connections to one server; outside a browser, all fifty are open at once.
    const cookies = (await page.context().cookies(stack.urls.web))
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const response = await fetch(`${stack.urls.web}/api/profile`, { headers: { cookie: cookies } });
        const body = await response.json();
        return { status: response.status, userId: body.data?.userId, outcome: body.data?.explanation.outcome };
      }),
    );
    const strange = answers.filter(({ status }) => status !== 200);
    assert.deepEqual(strange, []);
    assert.equal(new Set(answers.map(({ userId }) => userId)).size, 1);
    assert.equal(countOf(answers, "provisioned"), 1);
    assert.equal(countOf(answers, "returning"), 49);
    assert.deepEqual(await tracesOf(stack.database, "ivan@partner.example", "usr_ivan"), {
      users: 1,
      identities: 1,
      memberships: 1,
      provisioned: 1,
    });
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    assert.equal((await admission(page)).outcome, "returning");
  });
}
