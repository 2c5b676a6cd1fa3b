// Authlib in a Flask application: `authlib/application.py`.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { python } from "../authlib/python.mjs";
import { freePort, listening } from "../world.mjs";

const APPLICATION = fileURLToPath(new URL("../authlib/application.py", import.meta.url));

export const tests = {
  async "Authlib signs a person in, renews, asks for userinfo and signs out"(world) {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const { id, secret } = await world.register("Authlib", "web", [
      ...["--redirect-uri", `${origin}/callback`, "--post-logout-redirect-uri", `${origin}/signed-out`],
    ]);
    const application = spawn(python(), [APPLICATION, String(port)], {
      env: {
        ...process.env,
        // It refuses plain http otherwise.
        AUTHLIB_INSECURE_TRANSPORT: "1",
        ISSUER: world.issuer,
        CLIENT_ID: id,
        CLIENT_SECRET: secret,
        COOKIE_SECRET: "a-secret-of-the-application-of-32-characters",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let errors = "";
    application.stderr.on("data", (chunk) => (errors += chunk));
    try {
      await listening(application, "the application");
      const browser = world.browser();
      const ask = async (path) => {
        const page = await world.choose(await browser.open(`${origin}${path}`), "Dora");
        assert.equal(page.status, 200, `${page.url}: ${page.title}\n${errors}`);
        return { page, value: JSON.parse(page.html) };
      };
      const { value: claims } = await ask("/login");
      assert.equal(claims.iss, world.issuer);
      assert.equal(claims.email, "dora@acme.example");
      assert.equal((await ask("/userinfo")).value.sub, claims.sub);

      const { person, changed, active } = (await ask("/renew")).value;
      assert.deepEqual([person.sub, changed, active], [claims.sub, true, true]);

      const out = await ask("/logout");
      assert.equal(out.page.url.pathname, "/signed-out");
      assert.deepEqual(out.value, { error: "invalid_grant" });
    } finally {
      application.kill();
    }
  },
};
