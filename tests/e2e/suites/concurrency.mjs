import assert from "node:assert/strict";

import { tracesOf } from "../database.mjs";
import { accessTokenOf } from "../tokens.mjs";
import { admission } from "../world.mjs";

const ONCE = { users: 1, identities: 1, memberships: 1, provisioned: 1 };

/** Simultaneous first logins leave the same state as one. */
export async function concurrency({ check, start }) {
  const world = await start("concurrency");
  const { stack } = world;

  await check("two_tabs_in_which_a_person_signs_in_for_the_first_time_at_once_leave_one_user", async () => {
    const page = await world.visitor();
    const other = await page.context().newPage();
    const tabs = [page, other];
    for (const tab of tabs) {
      await tab.goto(stack.urls.web);
      await tab.getByRole("button", { name: "Sign in", exact: true }).click();
      await tab.getByRole("heading", { name: "Who is signing in?" }).waitFor();
    }
    await Promise.all(tabs.map((tab) => world.choose(tab, "Dora")));
    for (const tab of tabs) {
      await tab.goto(stack.urls.web);
      assert.deepEqual((await admission(tab)).roles, ["org_user"]);
    }
    assert.deepEqual(tracesOf(stack.database, "dora@acme.example", "usr_dora"), ONCE);
  });

  await check("fifty_first_logins_of_one_person_at_once_leave_one_user", async () => {
    const token = await accessTokenOf(stack, "demo", "usr_ivan");
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const headers = { authorization: `Bearer ${token}` };
        const response = await fetch(`${stack.urls.cora}/profiles/me`, { headers });
        const body = await response.json();
        return { status: response.status, userId: body.data?.userId, outcome: body.data?.explanation.outcome };
      }),
    );
    assert.deepEqual(
      answers.filter(({ status }) => status !== 200),
      [],
    );
    assert.equal(new Set(answers.map(({ userId }) => userId)).size, 1);
    const countOf = (outcome) => answers.filter((answer) => answer.outcome === outcome).length;
    assert.equal(countOf("provisioned"), 1);
    assert.equal(countOf("returning"), 49);
    assert.deepEqual(tracesOf(stack.database, "ivan@partner.example", "usr_ivan"), ONCE);
    // The account is the one that the person has in the application.
    const page = await world.visitor();
    await world.signIn(page, "Ivan");
    assert.deepEqual((await admission(page)).roles, ["org_admin"]);
    assert.deepEqual(tracesOf(stack.database, "ivan@partner.example", "usr_ivan"), ONCE);
  });
}
