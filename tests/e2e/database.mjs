import { execFileSync } from "node:child_process";

/**
 * Reads rows from a database that Cora is using. The query yields one column of JSON. The reader is
 * the example `json_rows` of the store, which CORA_JSON_ROWS names, because Node 20 has no SQLite.
 */
export function query(file, sql, parameters = []) {
  const lines = execFileSync(process.env.CORA_JSON_ROWS, [file, sql, ...parameters], { encoding: "utf8" });
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/**
 * Counts the rows about a person: users, identities, memberships, and audit records of having been
 * provisioned.
 */
export function tracesOf(file, email, subject) {
  const [counts] = query(
    file,
    `SELECT json_object(
       'users', (SELECT count(*) FROM profiles WHERE email_canonical = ?1),
       'identities', (SELECT count(*) FROM external_identities WHERE external_id = ?2),
       'memberships', (SELECT count(*) FROM org_members JOIN profiles USING (user_id) WHERE email_canonical = ?1),
       'provisioned', (SELECT count(*) FROM provisioning_audit_log JOIN profiles USING (user_id)
          WHERE email_canonical = ?1 AND outcome = 'provisioned'))`,
    [email, subject],
  );
  return counts;
}

/**
 * Returns the decisions about a person in the order of the log, without those that only found them
 * known.
 */
export const decisionsOf = (file, email) =>
  query(
    file,
    `SELECT json_object('outcome', outcome, 'reason', reason) FROM provisioning_audit_log
     JOIN profiles USING (user_id) WHERE email_canonical = ?1 AND outcome <> 'returning' ORDER BY at`,
    [email],
  );
