// json-rules-engine. It has no loops, so each invitation and each domain rule has its own place
// among the facts and its own rule.
import { Engine } from "json-rules-engine";

import { answer, candidates } from "../logins.mjs";

const at = (fact, path, operator, value) => ({ fact, path, operator, value });
const present = (fact) => ({ fact, operator: "notEqual", value: null });
const verified = { fact: "emailVerified", operator: "equal", value: true };
const takesIn = (fact) => [
  at(fact, "organization.status", "equal", "active"),
  {
    any: [at(fact, "organization.seatLimit", "equal", undefined), at(fact, "organization.freeSeats", "greaterThan", 0)],
  },
];

const invitation = (fact) => [
  present(fact),
  at(fact, "status", "equal", "pending"),
  at(fact, "email", "equal", { fact: "email" }),
  verified,
  at(fact, "expiresAt", "greaterThan", { fact: "now" }),
  at(fact, "inviter.status", "equal", "active"),
  {
    any: [
      at(fact, "inviter.organizationRole", "equal", "org_owner"),
      { all: [at(fact, "inviter.organizationRole", "equal", "org_admin"), at(fact, "role", "notEqual", "org_owner")] },
    ],
  },
  ...takesIn(fact),
];

const applies = (fact) => ({
  all: [
    present(fact),
    at(fact, "state", "equal", "verified"),
    at(fact, "class", "equal", "company"),
    {
      any: [
        { all: [at(fact, "wildcard", "equal", false), at(fact, "name", "equal", { fact: "domain" })] },
        { all: [at(fact, "wildcard", "equal", true), at(fact, "name", "in", { fact: "parentDomains" })] },
      ],
    },
  ],
});

const rule = (fact, moreSpecific) => [
  applies(fact),
  ...moreSpecific.map((other) => ({ not: applies(other) })),
  verified,
  at(fact, "enrollmentMode", "equal", "automatic_membership"),
  at(fact, "verification", "equal", "ownership"),
  ...takesIn(fact),
];

/**
 * Returns the engine for logins with that many invitations and domain rules, and the function that
 * prepares them.
 */
export function jsonRulesEngine(invitations, rules) {
  // A path is a list of names here, which avoids the engine's own resolver, JSONPath.
  const engine = new Engine([], {
    pathResolver: (value, path) => path.split(".").reduce((node, name) => node?.[name], value),
    replaceFactsInEventParams: false,
  });
  const add = (conditions, kind, index) =>
    engine.addRule({ conditions: { all: conditions }, event: { type: "admitted", params: { kind, index } } });
  for (let index = 0; index < invitations; index += 1) add(invitation(`invitation${index}`), "invitation", index);
  for (let index = 0; index < rules; index += 1) {
    add(
      rule(
        `rule${index}`,
        Array.from({ length: index }, (_, before) => `rule${before}`),
      ),
      "rule",
      index,
    );
  }

  return {
    facts(login) {
      const { now, email, emailVerified, domain, parentDomains, ...found } = candidates(login);
      const free = ({ organization, ...one }) => {
        const freeSeats =
          organization.seatLimit === undefined ? undefined : organization.seatLimit - organization.seatsUsed;
        return { ...one, organization: { ...organization, freeSeats } };
      };
      const named = (list, name) => list.map((one, index) => [`${name}${index}`, free(one)]);
      const places = [...named(found.invitations, "invitation"), ...named(found.rules, "rule")];
      return { now, email, emailVerified, domain, parentDomains, ...Object.fromEntries(places) };
    },
    decide: (facts) => engine.run(facts),
    answer(login, { events }) {
      const of = (kind, list) =>
        events.filter((event) => event.params.kind === kind).map((event) => list[event.params.index]);
      return answer(of("invitation", login.facts.invitations), of("rule", login.facts.domainRules));
    },
  };
}
