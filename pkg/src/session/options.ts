/** Checks the options of a verifier, as far as JavaScript itself reads them. The core checks the
rest. */

import { CoraError } from "../errors.js";
import type { Issue, IssueCode } from "../glue/types.js";
import type { VerifierOptions } from "./verifier.js";

/** The names of the locations of keys that are texts. */
const TEXT_LOCATIONS = ["jwksUri", "discoveryUri", "publicKeyPem"];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Checks the options.
 *
 * @throws {CoraError} All faults, each with a JSON Pointer into the options (RFC 6901).
 */
export function checkOptions(options: unknown): asserts options is VerifierOptions {
  const issues: Issue[] = [];
  const add = (code: IssueCode, path: string, message: string) =>
    issues.push({ code, severity: "error", path, message, help: null });
  const expect = (is: boolean, path: string, what: string) => {
    if (!is) add("wrong_type", path, `expected ${what}`);
    return is;
  };
  if (expect(isObject(options), "", "an object")) {
    const { connections, fetch, keyStore, now } = options as Record<string, unknown>;
    if (connections === undefined) add("missing_field", "/connections", "`connections` is missing");
    else if (expect(Array.isArray(connections), "/connections", "a list")) {
      for (const [at, item] of (connections as readonly unknown[]).entries()) checkItem(item, `/connections/${at}`);
    }
    expect(fetch === undefined || typeof fetch === "function", "/fetch", "a function");
    expect(now === undefined || typeof now === "function", "/now", "a function");
    expect(keyStore === undefined || isObject(keyStore), "/keyStore", "an object");
  }
  const [first, ...others] = issues;
  if (first === undefined) return;
  const place = first.path === "" ? "" : ` at ${first.path}`;
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  throw new CoraError(first.code, `${first.message}${place}${more}`, { path: first.path, issues });

  function checkItem(item: unknown, path: string) {
    if (!expect(isObject(item), path, "an object")) return;
    const { connection, keys } = item as Record<string, unknown>;
    if (connection === undefined) add("missing_field", `${path}/connection`, "`connection` is missing");
    else if (expect(isObject(connection), `${path}/connection`, "an object")) {
      const members = connection as Record<string, unknown>;
      for (const name of ["id", "issuer"]) {
        if (members[name] === undefined) add("missing_field", `${path}/connection/${name}`, `\`${name}\` is missing`);
        else expect(typeof members[name] === "string", `${path}/connection/${name}`, "a string");
      }
      const { algorithms } = members;
      expect(algorithms === undefined || Array.isArray(algorithms), `${path}/connection/algorithms`, "a list");
    }
    if (keys !== undefined) checkKeys(keys, `${path}/keys`);
  }

  function checkKeys(keys: unknown, path: string) {
    if (!expect(isObject(keys), path, "an object")) return;
    const { jwks, ...texts } = keys as Record<string, unknown>;
    const name = TEXT_LOCATIONS.find((known) => texts[known] !== undefined);
    if (name !== undefined) expect(typeof texts[name] === "string", `${path}/${name}`, "a string");
    else if (jwks === undefined)
      add("missing_field", path, "none of `jwksUri`, `discoveryUri`, `publicKeyPem` and `jwks` is given");
    else expect(isObject(jwks) && Array.isArray(jwks.keys), `${path}/jwks`, "an object with a list `keys`");
  }
}
