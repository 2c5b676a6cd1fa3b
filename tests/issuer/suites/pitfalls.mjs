// Pitfalls of issuers that only a whole server shows: requests to addresses of applications,
// floods, and what is written to the log.
import assert from "node:assert/strict";

import { SIGNED_OUT, registerWithLogoutUri, toldOfLogouts, until } from "../back-channel.mjs";
import { serving } from "../listen.mjs";
import { challengeOf, random, RelyingParty } from "../relying-party.mjs";
import { openWorld } from "../world.mjs";

/** Runs a test in a world of its own. */
const alone = (options, test) => async (root) => {
  const world = await openWorld({ cora: root.cora, servers: 1, ...options });
  try {
    await test(world);
  } finally {
    world.close();
  }
};

/** The logouts that the log says were not received, with the causes. */
const failures = (world, id) =>
  world
    .log()
    .split("\n")
    .filter((line) => line.includes("a logout was not received") && line.includes(id))
    .map((line) => JSON.parse(line).fields.code);

/** Everything that must not be in a log, as it went over the wire, with its name. */
function secretsOf(exchanges) {
  const found = new Map();
  const add = (name, value) => {
    if (typeof value === "string" && value.length >= 16) found.set(value, name);
  };
  const NAMES = [
    ...["code", "refresh_token", "access_token", "id_token", "id_token_hint", "client_secret", "code_verifier"],
    ...["token", "logout_token", "client_assertion", "nonce", "state", "code_challenge", "confirm"],
  ];
  const fromForm = (text) => {
    const form = new URLSearchParams(text);
    for (const name of NAMES) for (const value of form.getAll(name)) add(name, value);
  };
  for (const { url, headers, body, answer } of exchanges) {
    fromForm(url.split("?")[1] ?? "");
    fromForm(body);
    const { authorization, cookie } = headers;
    if (authorization !== undefined) {
      const value = authorization.split(" ")[1];
      add("authorization", value);
      if (authorization.startsWith("Basic ")) add("client_secret", atob(value).split(":")[1]);
    }
    for (const pair of cookie?.split("; ") ?? []) add("cookie", pair.slice(pair.indexOf("=") + 1));
    for (const line of answer.headers["set-cookie"] ?? [])
      add("set-cookie", line.slice(line.indexOf("=") + 1).split(";")[0]);
    if (answer.headers.location !== undefined) fromForm(answer.headers.location.split("?")[1] ?? "");
    try {
      for (const [name, value] of Object.entries(JSON.parse(answer.body))) if (NAMES.includes(name)) add(name, value);
    } catch {
      // A page, or nothing.
    }
  }
  return found;
}

const E_MAIL = "dora@acme.example";

const flooded = alone({ serve: ["--rate-limit", "20"] }, async (world) => {
  const party = await RelyingParty.register(world);
  const rows = async () => {
    const [{ number }] = await world.sql("SELECT count(*) AS number FROM sign_in_flows");
    return number;
  };
  const flood = async (number, headers, change = {}) => {
    const statuses = new Map();
    for (let sent = 0; sent < number; sent += 64) {
      await Promise.all(
        Array.from({ length: 64 }, async (_, index) => {
          const url = party.url(party.parameters(change));
          const response = await fetch(url, { redirect: "manual", headers: headers(sent + index) });
          await response.arrayBuffer();
          statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        }),
      );
    }
    return statuses;
  };
  // Strangers, from as many addresses as they like: nothing is written.
  const from = (index) => ({ "x-forwarded-for": `203.0.${index >> 8}.${index & 255}` });
  await flood(128, from, { client_id: crypto.randomUUID() });
  await flood(128, from, { redirect_uri: "https://evil.example/" });
  assert.equal(await rows(), 0);

  const began = Date.now();
  const one = () => ({ "x-forwarded-for": "203.0.113.66" });
  const flooding = flood(512, one);
  let signIns = 0;
  let isOver = false;
  flooding.finally(() => (isOver = true));
  while (!isOver || signIns === 0) {
    await party.signIn(world.browser());
    signIns += 1;
  }
  const statuses = await flooding;
  const seconds = (Date.now() - began) / 1000;
  assert.ok(statuses.get(429) > 0, JSON.stringify([...statuses]));
  // A person sees a page, which says what to do; a program sees JSON.
  const refused = async (path) => {
    for (let tries = 0; tries < 400; tries += 1) {
      const response = await fetch(`${world.issuer}${path}`, { headers: one(), redirect: "manual" });
      const text = await response.text();
      if (response.status === 429) return { response, text };
    }
    throw new Error("nothing was refused");
  };
  for (const path of ["/oauth2/authorize", "/oauth2/logout", "/auth/callback/x"]) {
    const { response, text } = await refused(path);
    assert.match(response.headers.get("content-type"), /^text\/html/, path);
    assert.ok(Number(response.headers.get("retry-after")) >= 1, path);
    assert.match(text, /<h1>Please wait a moment<\/h1>/, path);
  }
  assert.match((await refused("/orgs")).response.headers.get("content-type"), /^application\/json/);

  const most = 100 + 20 * Math.ceil(seconds) + signIns;
  assert.ok((await rows()) <= most, `${await rows()} rows, at most ${most}`);
  const long = await fetch(party.url(party.parameters({ state: "x".repeat(1_000_000) })), { redirect: "manual" });
  assert.ok(long.status >= 400 && long.status < 500, `${long.status}`);
});

const traced = alone({ log: "trace" }, async (world) => {
  world.front.record = [];
  await toldOfLogouts(world, async ({ party, received, signIn, logout }) => {
    const { tokens } = await signIn();
    await party.renew(tokens.refresh_token);
    await party.userinfo(tokens.access_token);
    await party.post(party.metadata.introspection_endpoint, { token: tokens.access_token });
    await logout(tokens);
    await until(() => received.length > 0, "the logout token");
    assert.equal(world.log().includes(received[0].token), false);
  });
  // The other ways of authentication, the refusals, and a person who is not admitted.
  const posting = await RelyingParty.register(world, { authentication: "post" });
  const browser = world.browser();
  const { code, tokens } = await posting.signIn(browser, { scope: "openid profile email offline_access" });
  await posting.redeem(code);
  await posting.renew(`${tokens.refresh_token}x`);
  await posting.userinfo(`${tokens.access_token}x`);
  await posting.post(posting.metadata.revocation_endpoint, { token: tokens.refresh_token });
  const pages = await RelyingParty.register(world, { kind: "spa", authentication: "none" });
  const verifier = random();
  const challenge = { code_challenge: challengeOf(verifier), code_challenge_method: "S256" };
  await pages.signIn(browser, challenge, { redemption: { code_verifier: verifier } });
  const wrong = new RelyingParty(world, posting.metadata, { id: posting.id, secret: random() });
  await wrong.redeem(random());
  await posting.open(world.browser(), posting.parameters(), "Erik");
  await world.browser().open(`${world.issuer}/auth/callback/none?code=${random()}&state=${random()}`);
  await browser.open(`${world.issuer}/oauth2/logout?id_token_hint=${tokens.id_token}x`);

  const log = world.log();
  assert.ok(log.includes('"TRACE"') || log.includes('"DEBUG"'), "the level is in force");
  const secrets = secretsOf(world.front.record);
  for (const name of ["code", "refresh_token", "access_token", "id_token", "client_secret", "code_verifier"]) {
    assert.ok([...secrets.values()].includes(name), `${name} went over the wire`);
  }
  assert.ok([...secrets.values()].includes("set-cookie"));
  const leaked = [...secrets].filter(
    ([value]) => log.includes(value) || log.includes(encodeURIComponent(value)) || log.includes(btoa(value)),
  );
  const context = leaked.map(([value, name]) => {
    const at = log.indexOf(value);
    return `${name}: ${log.slice(Math.max(0, at - 200), at)}***`;
  });
  assert.deepEqual(context, []);
  assert.equal(/eyJ[\w-]{10,}\.eyJ/.test(log), false, "no token of the provider either");
  assert.equal(log.includes(E_MAIL), false, "no whole address");
  assert.equal(log.includes(SIGNED_OUT), false, "no query of a logout");
});

/** A test of a pitfall (docs/security/pitfalls.md). */
const pitfall = (name, test) => [name, test];

export const tests = Object.fromEntries([
  pitfall("c47_a_logout_uri_that_is_not_public_is_refused_when_it_is_registered", async (world) => {
    for (const uri of [
      "https://169.254.169.254/latest/meta-data",
      "https://[::ffff:10.0.0.1]/logout",
      "https://[::ffff:a9fe:a9fe]/logout",
      "https://10.0.0.1/logout",
      "https://192.168.1.1/logout",
      "https://[fd00::1]/logout",
      "https://[fe80::1]/logout",
      "https://0x7f.1/logout",
      "https://2130706433/logout",
      "https://metadata.google.internal/logout",
      "https://user:password@app.acme.example/logout",
      "https://app.acme.example/logout#fragment",
      "http://app.acme.example/logout",
      "ftp://app.acme.example/logout",
      "file:///etc/passwd",
    ]) {
      const { status, answer } = await registerWithLogoutUri(world, uri);
      assert.ok(status === 400 || status === 422, `${uri}: ${status}`);
      assert.match(JSON.stringify(answer), /logout_uri_invalid|backChannelLogoutUri/, uri);
    }
  }),

  pitfall("c47_a_logout_uri_is_checked_again_at_each_sending_and_no_redirect_is_followed", (world) =>
    toldOfLogouts(world, async ({ party, received, signIn, logout, answerWith }) => {
      await serving(async ({ origin: inside, answer }) => {
        const reached = [];
        answer((request, response) => {
          reached.push(request.url);
          response.end();
        });
        answerWith((response) => response.writeHead(307, { location: `${inside}/metadata` }).end());
        await logout((await signIn()).tokens);
        await until(() => failures(world, party.id).length === 1, "the failure");
        assert.deepEqual([received.length, reached], [1, []]);
        // The row now names an address that was not allowed when it was registered.
        for (const uri of ["http://169.254.169.254/latest", "https://[::ffff:10.0.0.1]/", "http://10.0.0.1/"]) {
          const before = failures(world, party.id).length;
          await world.sql(
            `UPDATE applications SET document = json_set(document, '$.backChannelLogoutUri', '${uri}')
             WHERE id = '${party.id}'`,
          );
          const took = await logout((await signIn()).tokens);
          assert.ok(took < 3000, `the person waits ${took} ms`);
          await until(() => failures(world, party.id).length > before, `the failure of ${uri}`);
        }
        assert.deepEqual([received.length, reached], [1, []]);
      });
    }),
  ),

  pitfall("c47_an_application_that_does_not_answer_or_without_end_delays_nobody", (world) =>
    toldOfLogouts(world, async ({ party, received, signIn, logout, answerWith }) => {
      answerWith(() => {});
      const took = await logout((await signIn()).tokens);
      assert.ok(took < 3000, `the person waits ${took} ms`);
      await until(() => failures(world, party.id).length === 1, "the end of the first try");
      assert.deepEqual(failures(world, party.id), ["timed_out"]);

      answerWith((response) => {
        response.writeHead(500);
        const endless = setInterval(() => response.write("x".repeat(65536)), 1);
        response.once("close", () => clearInterval(endless));
      });
      await logout((await signIn()).tokens);
      await until(() => failures(world, party.id).length === 2, "the end of the second try");

      // The retry has the identifier of the first try.
      answerWith((response) => response.writeHead(200).end());
      const claims = ({ token }) => JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
      const first = claims(received[0]);
      await world.sql("UPDATE logout_outbox SET next_try_at = 1");
      await until(() => received.length === 4, "the retries");
      const again = received.slice(2).map(claims);
      assert.ok(again.some(({ jti, sid }) => jti === first.jti && sid === first.sid));
      const left = () => world.sql(`SELECT 1 FROM logout_outbox WHERE application_id = '${party.id}'`);
      await until(async () => (await left()).length === 0, "an empty outbox");
    }),
  ),

  pitfall("c59_a_flood_leaves_bounded_rows_and_others_sign_in_meanwhile", flooded),
  pitfall("c62_no_secret_is_in_a_log_at_trace_level", traced),
]);
