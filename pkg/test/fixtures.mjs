// The corpus as configurations and logins.
import { readFileSync, readdirSync } from "node:fs";

const FOLDER = new URL("../../tests/corpus/provisioning/", import.meta.url);

/** The inputs of the provisioning corpus that are values, by path. */
export const inputs = Object.fromEntries(
  readdirSync(FOLDER, { recursive: true })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")).input])
    .filter(([, input]) => input !== undefined),
);

/** Splits an input into a configuration and a login. The domain rules are in either one. */
export function split({ connection, policy, ...login }, rulesConfigured = false) {
  const configuration = { connections: [connection], ...(policy !== undefined && { policy }) };
  if (!rulesConfigured || login.facts?.domainRules === undefined) return { configuration, login };
  const { domainRules, ...facts } = login.facts;
  return { configuration: { ...configuration, domainRules }, login: { ...login, facts } };
}
