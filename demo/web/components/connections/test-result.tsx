import { failureOf, outcomeOf } from "../../lib/test-run";
import type { TestRun } from "../../lib/connections";

/** What a test login came to: whether its token would be taken, what it said, and what would be decided. */
export function TestResult({ run }: { readonly run: TestRun }) {
  const { claims, decision, log, missing } = outcomeOf(run);
  const failure = failureOf(run);
  return (
    <div className="test-result" data-testid="test-result" data-status={run.status}>
      <p>
        <span className={`badge ${run.status === "success" ? "returning" : "denied"}`}>{run.status}</span>{" "}
        {run.status === "success"
          ? "The login came back and its token would be taken."
          : (failure?.text ?? "The login did not come back, or its token would not be taken.")}
        {failure && (
          <span className="soft">
            {" "}
            Code: <code>{failure.code}</code>
          </span>
        )}
      </p>
      {decision && (
        <p>
          What would be decided: <span className={`badge ${decision.outcome}`} data-testid="test-outcome">{decision.outcome}</span>, because of{" "}
          <code data-testid="test-reason">{decision.reason}</code>
          {decision.userId && (
            <>
              , as user <code>{decision.userId}</code>
            </>
          )}
          .
        </p>
      )}
      {missing.length > 0 && (
        <p data-testid="test-missing">
          Missing claims:{" "}
          {missing.map((name, at) => (
            <span key={name}>
              {at > 0 && ", "}
              <code>{name}</code>
            </span>
          ))}
        </p>
      )}
      {claims !== null && (
        <details>
          <summary>Claims seen</summary>
          <pre data-testid="test-claims">{JSON.stringify(claims, null, 2)}</pre>
        </details>
      )}
      {log.length > 0 && (
        <details>
          <summary>Step by step</summary>
          <ol>
            {log.map((line, at) => (
              // A line has no other identity than its place.
              <li key={at}>{line}</li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}
