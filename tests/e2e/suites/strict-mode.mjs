import assert from "node:assert/strict";

import { admission } from "../world.mjs";

/**
 * React's Strict Mode mounts everything twice in development. The server has rendered who is signed
 * in, so that the page asks for nothing.
 */
export async function strictMode({ check, start }) {
  const world = await start("strict-mode", { webMode: "dev" });

  await check("w19_in_strict_mode_the_page_knows_who_is_signed_in_without_asking", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    await admission(page);

    const asked = [];
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname === "/api/auth/session") asked.push(pathname);
    });
    await page.reload();
    await admission(page);
    assert.deepEqual(asked, []);
    assert.deepEqual(page.faults, []);
  });
}
