// better-auth doing what Cora does at a login: a user presents a token of their identity provider,
// is created if they are new, and becomes a member of the organization of their address's domain.
//
//   node peer.mjs
//
// reads { url, issuer, keys, audience, organization } as JSON from PEER, and prints
// `listening on …`.
//
// Configured as its documentation describes: the adapter for PostgreSQL with a pool, the plugin for
// organizations, a hook that adds the member. Two processes, since Cora uses both processors; no
// log, no rate limit, no telemetry.
import cluster from "node:cluster";
import { createServer } from "node:http";

import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { organization } from "better-auth/plugins";
import { createLocalJWKSet, jwtVerify } from "jose";
import pg from "pg";

const PROCESSES = 2;
const { url, issuer, keys, audience, organization: acme } = JSON.parse(process.env.PEER ?? "{}");
const database = new pg.Pool({ connectionString: url, max: 8 });
const verified = createLocalJWKSet({ keys });

const options = {
  baseURL: "http://127.0.0.1",
  secret: "a secret that is long enough for a measurement",
  database,
  logger: { disabled: true },
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  // A renewal is written each time, as Cora's is.
  session: { updateAge: 0 },
  advanced: { disableCSRFCheck: true, disableOriginCheck: true },
  plugins: [organization()],
  socialProviders: {
    google: {
      clientId: "web",
      clientSecret: "none",
      verifyIdToken: (token) =>
        jwtVerify(token, verified, { issuer, audience, algorithms: ["ES256"] }).then(() => true),
      mapProfileToUser: ({ email }) => ({ name: email.split("@")[0] }),
    },
  },
  databaseHooks: {
    user: {
      create: {
        async after(user, context) {
          if (!user.email.endsWith("@acme.example") || !user.emailVerified) return;
          await context.context.adapter.create({
            model: "member",
            data: { organizationId: acme, userId: user.id, role: "member", createdAt: new Date() },
          });
        },
      },
    },
  },
};

if (cluster.isPrimary) {
  await (await getMigrations(options)).runMigrations();
  const { $context } = betterAuth(options);
  const { adapter } = await $context;
  await adapter.create({
    model: "organization",
    data: { id: acme, name: "Acme", slug: "acme", createdAt: new Date() },
    forceAllowId: true,
  });
  let ready = 0;
  for (let number = 0; number < PROCESSES; number += 1) {
    cluster.fork().on("listening", ({ port }) => {
      ready += 1;
      if (ready === PROCESSES) console.log(`listening on http://127.0.0.1:${port}`);
    });
  }
  process.on("SIGTERM", () => {
    for (const worker of Object.values(cluster.workers ?? {})) worker?.kill("SIGKILL");
    process.exit(0);
  });
} else {
  createServer(toNodeHandler(betterAuth(options))).listen(0, "127.0.0.1");
}
