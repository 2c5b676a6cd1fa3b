// Runs the demo: two OpenID providers, Cora and a web application, on this machine only.
//
//   node demo/stack.mjs --cora <bin> --state <dir> [--web-mode start|dev] [--postgres]
//
// All state is in the state directory: a second run with the same directory knows the same people.

import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { PEOPLE, fullName, peopleAt } from "./provider/people.mjs";
import { PROVIDERS } from "./provider/registry.mjs";
import { createFamily } from "./stack/children.mjs";
import { activeConnections, startStack } from "./stack/start.mjs";

const USAGE = "usage: node demo/stack.mjs --cora <bin> --state <dir> [--web-mode start|dev] [--postgres]";

function options() {
  try {
    const { values } = parseArgs({
      options: {
        cora: { type: "string" },
        state: { type: "string" },
        "web-mode": { type: "string", default: "start" },
        postgres: { type: "boolean", default: false },
      },
    });
    const mode = values["web-mode"];
    if (values.cora && values.state && ["start", "dev"].includes(mode)) {
      return {
        cora: resolve(values.cora),
        stateDirectory: resolve(values.state),
        webMode: mode,
        postgres: values.postgres,
      };
    }
  } catch (error) {
    console.error(error.message);
  }
  console.error(USAGE);
  process.exit(2);
}

async function introduce(stack) {
  const { bootstrapToken, connections, isFirstRun, issuers, urls } = stack;
  const width = Math.max(...PEOPLE.map((person) => fullName(person).length));
  const active = await activeConnections(urls.cora);
  const providers = Object.entries(PROVIDERS).map(([name, { displayName, kind }]) => {
    const url = urls.providers[name];
    const people = peopleAt(name).map((person) => `           ${fullName(person).padEnd(width)}  ${person.note}`);
    const place = active.findIndex(({ id }) => id === connections[name]);
    const use = place < 0 ? "not in use" : place === 0 ? "logins use this one" : "logins use this one too";
    return `         ${displayName} (${kind}), ${use}
           ${url}${issuers[name] === url ? "" : `  (issuer ${issuers[name]})`}
           connection ${connections[name]}
${people.join("\n")}`;
  });
  console.log(`
Open     ${urls.web}

         connections   ${urls.web}/connections
         what-if page  ${urls.web}/what-if
         Cora          ${urls.cora}

Providers, and the people who can log in with them:
${providers.join("\n\n")}

Switch   As the owner, at ${urls.web}/connections: run a test login with the other provider, then activate it.
         From the next sign-in on people choose, without a rebuild or restart. The active connections:
         curl ${urls.cora}/auth/active-connection
`);
  if (bootstrapToken === null) console.log("The platform already has an owner, so there is no setup token.");
  else {
    console.log(`Setup    ${bootstrapToken}`);
    console.log(
      `         Sign in as Grace, and enter this setup token. It works once, for one day.${isFirstRun ? "" : " Tokens of earlier runs no longer work."}`,
    );
  }
  console.log("\nCtrl-C ends everything.");
}

const given = options();
const family = createFamily();
let ending = false;

async function end(code, why) {
  if (ending) return;
  ending = true;
  if (why) console.error(why);
  await family.stop();
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void end(0, `\n${signal}: ending …`));
for (const mishap of ["uncaughtException", "unhandledRejection"]) {
  process.on(mishap, (error) => void end(1, error?.stack ?? String(error)));
}

try {
  const stack = await startStack({ ...given, family, say: (text) => console.log(text) });
  void family.death.then((sentence) => end(1, `${sentence}\nEnding the rest.`));
  await introduce(stack);
} catch (error) {
  await end(1, error.message);
}
