import type { OutcomeKind } from "@cora/auth";

import type { TestRun } from "../../lib/connections";
import { outcomeOf } from "../../lib/test-run";
import type { SeenClaim } from "../../lib/test-run";
import { outcomeSentence } from "../../lib/words";
import { Trace } from "../trace";
import { Steps } from "./steps";

const NO_NAMES = {};

function Claims({ claims, others }: { readonly claims: readonly SeenClaim[]; readonly others: readonly string[] }) {
  return (
    <div className="wide">
      <table data-testid="test-claims" className="texts">
        <thead>
          <tr>
            <th scope="col">Claim</th>
            <th scope="col">Seen</th>
          </tr>
        </thead>
        <tbody>
          {claims.map(({ claim, help, items, present, usable, value }) => (
            <tr key={claim} data-claim={claim} className={usable ? undefined : "missing"}>
              <th scope="row">
                <code>{claim}</code>
              </th>
              <td>
                {present ? (items.length > 0 ? items.join(", ") : value) : "missing"}
                {present && !usable && " (cannot be used)"}
                {help !== null && <p className="soft">{help}</p>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {others.length > 0 && <p className="soft">Other claims, which logins ignore: {others.join(", ")}.</p>}
    </div>
  );
}

/**
 * Shows the result of a test login: whether its token would be accepted, the token's content, and
 * the decision.
 */
export function TestResult({ run }: { readonly run: TestRun }) {
  const { claims, decision, others, steps } = outcomeOf(run);
  const succeeded = run.status === "success";
  const missing = claims.filter(({ present }) => !present);
  return (
    <div className="test-result" data-testid="test-result" data-status={run.status}>
      <p>
        <span className={`badge ${succeeded ? "returning" : "denied"}`}>{run.status}</span>{" "}
        {succeeded
          ? "The test login succeeded: its token would be accepted."
          : "The test login failed. The steps below show why."}
      </p>
      {decision && (
        <p>
          Decision:{" "}
          <span className={`badge ${decision.outcome}`} data-testid="test-outcome">
            {decision.outcome}
          </span>{" "}
          {outcomeSentence(decision.outcome as OutcomeKind)} The reason is{" "}
          <code data-testid="test-reason">{decision.reason}</code>.
        </p>
      )}
      <details open={!succeeded}>
        <summary>Step by step</summary>
        <Steps steps={steps} />
      </details>
      {claims.length > 0 && (
        <details>
          <summary>Claims seen{missing.length > 0 && `, ${missing.length} missing`}</summary>
          <Claims claims={claims} others={others} />
        </details>
      )}
      {decision?.trace && (
        <details>
          <summary>Reasons for this decision</summary>
          <Trace trace={decision.trace} names={NO_NAMES} />
        </details>
      )}
    </div>
  );
}
