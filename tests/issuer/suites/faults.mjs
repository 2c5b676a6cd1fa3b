// What goes wrong between an application and the issuer: answers that are lost, servers that die,
// tabs and instances that ask at once. Two servers share a PostgreSQL; where one process is enough,
// it is SQLite. Nobody is signed out wrongly, and no token counts twice.
import assert from "node:assert/strict";

import { until } from "../back-channel.mjs";
import { challengeOf, random, RelyingParty } from "../relying-party.mjs";
import { openWorld } from "../world.mjs";

const TABS = 64;
/** The renewals of each browser while servers die. */
const RENEWALS = 8;
const OFFLINE = { scope: "openid offline_access" };

/** Runs a test in the world with two servers on PostgreSQL, or in that with one on SQLite. */
const inWorld = (name, open) => (test) => async (root) => {
  const world = await root.companion(name, () => open(root));
  try {
    await test(world);
  } finally {
    world.front.deliver = async () => true;
  }
};
const onPostgres = inWorld("postgres", async ({ cora, postgres }) =>
  openWorld({ cora, database: await (await postgres()).database(), servers: 2 }),
);
const onSqlite = inWorld("sqlite", ({ cora }) => openWorld({ cora, servers: 1 }));
const onBoth = (name, test) => ({
  [`${name} (PostgreSQL, two servers)`]: onPostgres(test),
  [`${name} (SQLite)`]: onSqlite(test),
});

const pages = (world) => RelyingParty.register(world, { kind: "spa", authentication: "none", more: [] });

/** Signs in an application of pages, which proves itself with a challenge. */
async function signInPages(world, party, browser) {
  const verifier = random();
  const challenge = { code_challenge: challengeOf(verifier), code_challenge_method: "S256" };
  return party.signIn(browser, { ...OFFLINE, ...challenge }, { redemption: { code_verifier: verifier } });
}

const many = (number, one) => Promise.all(Array.from({ length: number }, (_, index) => one(index)));

/** The first answer with these properties is lost; `before` runs while it is on its way. */
function loseOne(world, matches, before = async () => {}) {
  const lost = { exchange: undefined };
  world.front.deliver = async (exchange) => {
    if (lost.exchange !== undefined || !matches(exchange)) return true;
    lost.exchange = exchange;
    await before(exchange);
    return false;
  };
  return lost;
}

const isRenewal = ({ url, body }) => url === "/oauth2/token" && body.includes("grant_type=refresh_token");
const isRedemption = ({ url, body }) => url === "/oauth2/token" && body.includes("authorization_code");

/** Returns whether the browser still has a session at Cora. */
async function hasSession(world, browser) {
  const party = await RelyingParty.register(world);
  return (await party.answer(browser, party.parameters({ prompt: "none" }))).has("code");
}

/** Renews. Returns `undefined` without an answer, or with one that says to try again. */
const answered = (party, token) =>
  party.renew(token).then(
    (found) => (found.status === 503 ? undefined : found),
    () => undefined,
  );

export const tests = {
  ...onBoth("64 tabs with one token get one successor, and the session goes on", async (world) => {
    const party = await pages(world);
    const browser = world.browser();
    const { tokens } = await signInPages(world, party, browser);
    const answers = await many(TABS, () => party.renew(tokens.refresh_token));
    const good = answers.filter(({ status }) => status === 200);
    assert.ok(good.length >= 2 && good.length <= 11, `${good.length} answers: the head and ten repetitions`);
    assert.equal(new Set(good.map(({ answer }) => answer.refresh_token)).size, 1, "one successor");
    for (const { status, answer } of answers) {
      if (status !== 200) assert.deepEqual([status, answer.error], [400, "invalid_grant"]);
    }
    // A tab that was refused reads the shared store again, and goes on.
    const head = good[0].answer.refresh_token;
    const { status, answer } = await party.renew(head);
    assert.equal(status, 200);
    assert.equal((await party.userinfo(answer.access_token)).status, 200);
    assert.ok(await hasSession(world, browser));
  }),

  ...onBoth("64 requests of a confidential application renew at once, and all get an answer", async (world) => {
    const party = await RelyingParty.register(world);
    const { tokens } = await party.signIn(world.browser(), OFFLINE);
    const answers = await many(TABS, () => party.renew(tokens.refresh_token));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.deepEqual([...new Set(answers.map(({ answer }) => answer.refresh_token))], [tokens.refresh_token]);
    assert.equal(new Set(answers.map(({ answer }) => answer.access_token)).size, TABS);
  }),

  ...onBoth("64 redemptions of one code have one winner, and what came of it ends", async (world) => {
    const party = await RelyingParty.register(world);
    const browser = world.browser();
    const code = (await party.answer(browser, party.parameters(OFFLINE))).get("code");
    const answers = await many(TABS, () => party.redeem(code));
    const good = answers.filter(({ status }) => status === 200);
    assert.equal(good.length, 1);
    for (const { status, answer } of answers) {
      if (status !== 200) assert.deepEqual([status, answer.error], [400, "invalid_grant"]);
    }
    assert.equal((await party.userinfo(good[0].answer.access_token)).status, 401);
    assert.ok(await hasSession(world, browser), "the person stays signed in at Cora");
  }),

  ...onBoth("a renewal beside a logout leaves nothing alive", async (world) => {
    const party = await pages(world);
    for (let round = 0; round < 20; round += 1) {
      const browser = world.browser();
      const { tokens } = await signInPages(world, party, browser);
      const logout = new URL(party.metadata.end_session_endpoint);
      logout.search = new URLSearchParams({ id_token_hint: tokens.id_token });
      const [renewed] = await Promise.all([party.renew(tokens.refresh_token), browser.open(logout)]);
      const last = renewed.status === 200 ? renewed.answer : tokens;
      assert.equal((await party.renew(last.refresh_token)).answer.error, "invalid_grant");
      assert.equal((await party.userinfo(last.access_token)).status, 401);
    }
  }),

  ...onBoth("the server dies between a renewal and its answer: the retry gets the same successor", async (world) => {
    const party = await pages(world);
    const browser = world.browser();
    const { tokens } = await signInPages(world, party, browser);
    let head = tokens.refresh_token;
    for (const backend of [...world.backends, ...world.backends]) {
      const lost = loseOne(world, isRenewal, (exchange) => world.kill(exchange.backend));
      await assert.rejects(party.renew(head));
      await world.restart(lost.exchange.backend);
      const { status, answer } = await party.renew(head);
      assert.equal(status, 200, JSON.stringify(answer));
      assert.equal(answer.refresh_token, JSON.parse(lost.exchange.answer.body).refresh_token);
      assert.equal((await party.userinfo(answer.access_token)).status, 200);
      // The successor is used, so the lost answer is over, and the next one may be lost as well.
      const next = await party.renew(answer.refresh_token);
      assert.equal(next.status, 200, `${backend.port}: ${JSON.stringify(next.answer)}`);
      head = next.answer.refresh_token;
    }
    assert.ok(await hasSession(world, browser));
    // What was before the parent is no token any more.
    assert.equal((await party.renew(tokens.refresh_token)).answer.error, "invalid_grant");
  }),

  ...onBoth("the server dies between a code and its answer: a reload gives another code", async (world) => {
    const party = await RelyingParty.register(world);
    const browser = world.browser();
    await party.signIn(browser);
    const isCode = ({ url, answer }) =>
      url.startsWith("/oauth2/authorize") && answer.headers.location?.includes("code=");
    const lost = loseOne(world, isCode, (exchange) => world.kill(exchange.backend));
    const parameters = party.parameters();
    await assert.rejects(party.open(browser, parameters));
    await world.restart(lost.exchange.backend);
    const answer = await party.answer(browser, parameters);
    const first = new URL(lost.exchange.answer.headers.location).searchParams.get("code");
    assert.notEqual(answer.get("code"), first);
    assert.equal((await party.redeem(answer.get("code"))).status, 200);
  }),

  ...onBoth("the server dies on the way back from the provider: the person begins again", async (world) => {
    const party = await RelyingParty.register(world);
    const browser = world.browser();
    const isCallback = ({ url, answer }) => url.startsWith("/auth/callback/") && answer.status === 303;
    const lost = loseOne(world, isCallback, (exchange) => world.kill(exchange.backend));
    await assert.rejects(party.open(browser, party.parameters()));
    await world.restart(lost.exchange.backend);
    // The same answer again leads nowhere, on a page that says so.
    const again = await browser.open(new URL(lost.exchange.url, world.issuer));
    assert.ok(again.status >= 400 && again.status < 500, `${again.status}`);
    assert.match(again.html, /<h1/);
    await party.signIn(browser);
  }),

  ...onBoth("the answer with the tokens is lost: a new request succeeds without the provider", async (world) => {
    const party = await RelyingParty.register(world);
    const browser = world.browser();
    const lost = loseOne(world, isRedemption, (exchange) => world.kill(exchange.backend));
    const code = (await party.answer(browser, party.parameters(OFFLINE))).get("code");
    await assert.rejects(party.redeem(code));
    await world.restart(lost.exchange.backend);
    const { access_token } = JSON.parse(lost.exchange.answer.body);
    assert.equal((await party.redeem(code)).answer.error, "invalid_grant");
    assert.equal((await party.userinfo(access_token)).status, 401, "the tokens that were lost are dead");
    const { tokens } = await party.signIn(browser, { ...OFFLINE, prompt: "none" });
    assert.equal((await party.renew(tokens.refresh_token)).status, 200);
  }),

  ...onBoth("16 browsers renew while one answer in five is lost and servers die: nobody is out", async (world) => {
    const party = await pages(world);
    const people = await many(16, async () => {
      const { tokens } = await signInPages(world, party, world.browser());
      return { head: tokens.refresh_token, renewals: 0 };
    });
    let seen = 0;
    world.front.deliver = async (exchange) => {
      if (!isRenewal(exchange)) return true;
      seen += 1;
      return seen % 5 !== 0;
    };
    const isOver = () => people.every(({ renewals }) => renewals >= RENEWALS);
    const killing = (async () => {
      for (let blow = 0; blow < 4 && !isOver(); blow += 1) {
        await new Promise((done) => setTimeout(done, 150));
        const { port } = world.backends[blow % world.backends.length];
        await world.kill(port);
        await world.restart(port);
      }
    })();
    await Promise.all(
      people.map(async (person) => {
        while (person.renewals < RENEWALS) {
          const { status, answer } = await until(() => answered(party, person.head), "an answer", 60);
          assert.equal(status, 200, JSON.stringify(answer));
          person.head = answer.refresh_token;
          person.renewals += 1;
        }
      }),
    );
    await killing;
    assert.equal(new Set(people.map(({ head }) => head)).size, people.length);
  }),
};
