// Runs the demo: an OpenID provider, Cora and a web application, on this machine only.
//
//   node demo/stack.mjs --cora <bin> --state <dir> [--web-mode start|dev]
//
// Everything it remembers is in the state directory: a second run with the same one meets the same people.

import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { PEOPLE, fullName } from "./provider/people.mjs";
import { createFamily } from "./stack/children.mjs";
import { startStack } from "./stack/start.mjs";

const USAGE = "usage: node demo/stack.mjs --cora <bin> --state <dir> [--web-mode start|dev]";

function options() {
  try {
    const { values } = parseArgs({
      options: { cora: { type: "string" }, state: { type: "string" }, "web-mode": { type: "string", default: "start" } },
    });
    const mode = values["web-mode"];
    if (values.cora && values.state && ["start", "dev"].includes(mode)) {
      return { cora: resolve(values.cora), stateDirectory: resolve(values.state), webMode: mode };
    }
  } catch (error) {
    console.error(error.message);
  }
  console.error(USAGE);
  process.exit(2);
}

function introduce({ bootstrapToken, isFirstRun, issuer, urls }) {
  const width = Math.max(...PEOPLE.map((person) => fullName(person).length));
  console.log(`
Open     ${urls.web}

         what-if page  ${urls.web}/what-if
         Cora          ${urls.cora}
         provider      ${urls.provider}${issuer === urls.provider ? "" : `  (issuer ${issuer})`}

Who can log in:
${PEOPLE.map((person) => `         ${fullName(person).padEnd(width)}  ${person.note}`).join("\n")}
`);
  if (bootstrapToken === null) console.log("The platform has its owner; there is no setup token any more.");
  else {
    console.log(`Setup    ${urls.web}/#setup=${bootstrapToken}`);
    console.log(`         Log in as Grace. The token works once, for one day.${isFirstRun ? "" : " Those of earlier runs do not work any more."}`);
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
  introduce(stack);
} catch (error) {
  await end(1, error.message);
}
