import assert from "node:assert/strict";
import { createServer } from "node:net";

import { admission, denial, enterSetupToken } from "../world.mjs";

/** People and their accounts survive a restart, even if a port changes. */
export async function restart({ check, start }) {
  const first = await start("restart");
  const page = await first.visitor();
  await first.signIn(page, "Ivan");
  await admission(page);
  const userBefore = await page.locator("dd code").nth(1).textContent();
  const { bootstrapToken, issuers, urls } = first.stack;
  await first.close();

  const squatter = createServer();
  await new Promise((resolve) => squatter.listen(Number(new URL(urls.providers.demo).port), "127.0.0.1", resolve));
  try {
    const second = await start("restart");
    await check("a_port_that_is_taken_changes_the_address_and_not_the_issuer", async () => {
      assert.deepEqual(second.stack.issuers, issuers);
      assert.notEqual(second.stack.urls.providers.demo, urls.providers.demo);
      assert.equal(second.stack.urls.web, urls.web, "a port that is free is used again");
    });
    await check("whoever_was_let_in_before_the_restart_returns_as_the_same_user", async () => {
      const again = await second.visitor();
      await second.signIn(again, "Ivan");
      await admission(again);
      assert.equal(await again.locator("dd code").nth(1).textContent(), userBefore);
    });
    await check("the_setup_token_of_an_earlier_run_is_replaced", async () => {
      assert.notEqual(second.stack.bootstrapToken, bootstrapToken);
      const grace = await second.visitor();
      await second.signIn(grace, "Grace");
      await denial(grace);
      await enterSetupToken(grace, bootstrapToken);
      await grace.getByText("That did not complete your sign-in.").waitFor();
      await enterSetupToken(grace, second.stack.bootstrapToken);
      assert.deepEqual((await admission(grace)).roles, ["org_owner"]);
    });
    await second.close();
    const third = await start("restart");
    await check("once_the_platform_has_its_owner_there_is_no_setup_token", async () => {
      assert.equal(third.stack.bootstrapToken, null);
    });
    await check("a_part_that_dies_is_named", async () => {
      third.stack.killCora();
      assert.match(await third.family.death, /^cora serve was ended by SIGKILL/);
    });
  } finally {
    squatter.close();
  }
}
