import assert from "node:assert/strict";

import { admission } from "../world.mjs";

/** React's Strict Mode mounts everything twice in development; the hook still asks only once. */
export async function strictMode({ check, start }) {
  const world = await start("strict-mode", { webMode: "dev" });

  await check("in_strict_mode_the_hook_asks_once", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    assert.equal((await admission(page)).outcome, "provisioned");
    assert.equal(world.tap.profileRequests(), 1);

    const asked = [];
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname === "/api/auth/session" || pathname === "/api/profile") asked.push(pathname);
    });
    await page.reload();
    assert.equal((await admission(page)).outcome, "returning");
    assert.deepEqual(asked, ["/api/auth/session", "/api/profile"]);
    assert.equal(world.tap.profileRequests(), 2);
    assert.deepEqual(page.faults, []);
  });
}
