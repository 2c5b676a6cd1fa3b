// The one suite for every runtime. It takes the library, with its sessions, and its workbench as
// arguments, and uses only features that every runtime has.
import { mismatches } from "./expectation.mjs";

/** Returns a failure as the bytes that a native program returns. */
function failure(lib, error) {
  if (!(error instanceof lib.CoraError)) throw error;
  if (error.issues.length > 0) return JSON.stringify({ ok: false, issues: error.issues });
  return JSON.stringify({ code: error.code, claim: error.claim, seconds: error.seconds });
}

const textOf = (one) => one.inputText ?? JSON.stringify(one.input);

const withoutOk = ({ ok: _, ...answer }) => answer;

/**
 * The operations on connections belong to the workbench and to the administrators' core, which in
 * browsers are other modules. Both are `bench` here.
 */
const OPERATIONS = {
  connection: (_, bench, one) => bench.validateConnectionJson(textOf(one)),
  discovery: (_, bench, one) => bench.checkDiscoveryJson(textOf(one)),
  fields: (_, bench, one) => bench.connectionFieldsJson(textOf(one)),
  policy_diff: (_, bench, one) => bench.diffPolicyJson(textOf(one)),
  settings_diff: (_, bench, one) => bench.diffSettingsJson(textOf(one)),
  suggestion: (_, bench, one) => bench.suggestConnectionJson(textOf(one)),
  life_cycle: (_, bench, one) => bench.changeConnectionJson(textOf(one)),
  provisioning: (lib, _, one) => lib.decideJson(textOf(one)),
  email: (lib, _, one) => JSON.stringify(lib.parseEmail(one.input)),
  token: (lib, _, one) => JSON.stringify(lib.acceptToken(one.input)),
  keys: (lib, _, one) => JSON.stringify(lib.lookUpKey(one.input)),
  session: (lib, _, one) => JSON.stringify(lib.can(one.input.session, one.input.capability, one.input.organizationId)),
  has: (lib, _, one) => JSON.stringify(lib.has(one.input.session, one.input.requirement)),
  authorize: (lib, _, { input: { session, capability, ...more } }) =>
    JSON.stringify(lib.authorize(session, capability, more)),
  session_state: (lib, _, one) => JSON.stringify(lib.reduceSession(one.input)),
  redirect: (lib, _, one) => JSON.stringify(withoutOk(lib.safeRedirect(one.input))),
  route: (lib, _, one) => JSON.stringify(lib.createRouteMatcher(one.input.rules)(one.input.path)),
};

/** Returns the answer to a case, as text. */
export function answer(lib, bench, one) {
  try {
    return OPERATIONS[one.operation](lib, bench, one);
  } catch (error) {
    return failure(lib, error);
  }
}

/**
 * Runs every case, and calls `report({ file, answer, faults })` for each. `native` contains the
 * native answers by file.
 *
 * @returns the number of cases with a fault.
 */
export function suite(lib, bench, cases, native, report) {
  let faulty = 0;
  for (const one of cases) {
    const text = answer(lib, bench, one);
    const faults = mismatches(one.expect, text);
    if (native[one.file] !== text) faults.push(`the native answer is ${native[one.file]}`);
    if (one.operation === "provisioning" && one.inputText === undefined) faults.push(...asValues(lib, one, text));
    if (one.operation in ON_VALUES && one.inputText === undefined) faults.push(...asValue(bench, one, text));
    if (faults.length > 0) faulty += 1;
    report({ file: one.file, answer: text, faults });
  }
  return faulty;
}

const ON_VALUES = {
  connection: "validateConnection",
  discovery: "checkDiscovery",
  fields: "connectionFields",
  life_cycle: "changeConnection",
  policy_diff: "diffPolicy",
  settings_diff: "diffSettings",
  suggestion: "suggestConnection",
};

/** Checks that the operation on a value gives the same answer as the one on its text. */
function asValue(bench, one, text) {
  const name = ON_VALUES[one.operation];
  let answered;
  try {
    answered = JSON.stringify(bench[name](one.input));
  } catch (error) {
    answered = failure(bench, error);
  }
  return answered === text ? [] : [`${name} gives ${answered}`];
}

/**
 * Checks that `decide` and `explain` on a value give the same answer as `decideJson` on its text.
 */
function asValues(lib, one, text) {
  const faults = [];
  let decided;
  let explained;
  try {
    decided = JSON.stringify(lib.decide(one.input));
  } catch (error) {
    decided = failure(lib, error);
  }
  try {
    explained = lib.explain(one.input);
    const { outcome, reason } = JSON.parse(text);
    if (!explained.startsWith(`${outcome.kind}: ${reason} (`)) faults.push(`explain says ${explained}`);
  } catch (error) {
    explained = failure(lib, error);
    if (explained !== text) faults.push(`explain fails with ${explained}`);
  }
  if (decided !== text) faults.push(`decide gives ${decided}`);
  if (text.startsWith('{"outcome"')) faults.push(...byEngine(lib, one.input, text));
  return faults;
}

/**
 * Checks that an engine with the input's configuration gives the same answer, with the domain rules
 * in the configuration or in the facts.
 */
function byEngine(lib, { connection, policy, ...login }, text) {
  // For a connection other than the configured one, the login is of an unknown connection, and the
  // decision differs.
  if (login.login.connectionId !== connection.id) return [];
  const { domainRules, ...facts } = login.facts ?? {};
  const configuration = { connections: [connection], ...(policy && { policy }) };
  const ways = [
    [configuration, login],
    [
      { ...configuration, ...(domainRules && { domainRules }) },
      { ...login, facts },
    ],
  ];
  return ways.flatMap(([configured, asked]) => {
    const engine = new lib.Engine(configured);
    try {
      const answers = {
        decideJson: engine.decideJson(JSON.stringify(asked)),
        decide: JSON.stringify(engine.decide(asked)),
      };
      return Object.entries(answers).flatMap(([name, answered]) =>
        answered === text ? [] : [`an engine's ${name} gives ${answered}`],
      );
    } finally {
      engine.free();
    }
  });
}
