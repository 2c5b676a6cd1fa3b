"use client";

import { CoraError, decide, explain, init } from "@cora/auth";
import type { DecideInput, Decision } from "@cora/auth";
import { useEffect, useState } from "react";

import { FIRST_QUESTION, NAMES, decideInput } from "../lib/what-if";
import type { WhatIfQuestion } from "../lib/what-if";
import { outcomeSentence } from "../lib/words";
import { Failure } from "./failure";
import { Trace } from "./trace";
import { WhatIfForm } from "./what-if-form";

type Answer =
  | { readonly ok: true; readonly input: DecideInput; readonly decision: Decision; readonly text: string }
  | { readonly ok: false; readonly input: DecideInput; readonly error: CoraError };

function answer(question: WhatIfQuestion): Answer {
  const input = decideInput(question);
  try {
    return { ok: true, input, decision: decide(input), text: explain(input) };
  } catch (error) {
    if (error instanceof CoraError) return { ok: false, input, error };
    throw error;
  }
}

function Refused({ error }: { readonly error: CoraError }) {
  return (
    <section className="card failure" aria-live="polite">
      <h2>The input is not valid</h2>
      <ul>
        {(error.issues ?? []).map((issue) => (
          <li key={`${issue.path}${issue.code}`}>
            <code>{issue.path || "/"}</code>: {issue.message} <span className="soft">({issue.code})</span>
            {issue.help && <> {issue.help}</>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Answered({
  decision,
  input,
  text,
}: {
  readonly decision: Decision;
  readonly input: DecideInput;
  readonly text: string;
}) {
  return (
    <section className="card" id="result" aria-labelledby="answer">
      <div aria-live="polite">
        <p className={`badge ${decision.outcome.kind}`} data-testid="outcome">
          {decision.outcome.kind}
        </p>
        <h2 id="answer">{outcomeSentence(decision.outcome.kind)}</h2>
        <p>
          The reason is <code data-testid="reason">{decision.reason}</code>.
          {decision.memberships.map((membership) => (
            <span key={membership.organizationId}>
              {" "}
              In Acme: <code>{membership.role}</code> by {membership.source}.
            </span>
          ))}
          {decision.userMessage && (
            <>
              {" "}
              The person is told <code>{decision.userMessage}</code>.
            </>
          )}
        </p>
      </div>
      <Trace trace={decision.trace} names={NAMES} />
      <details>
        <summary>
          As text, as <code>cora explain</code> prints it
        </summary>
        <pre>{text}</pre>
      </details>
      <details>
        <summary>The question and the decision as JSON</summary>
        <pre data-testid="input">{JSON.stringify(input, null, 2)}</pre>
        <pre data-testid="decision">{JSON.stringify(decision, null, 2)}</pre>
      </details>
    </section>
  );
}

/** Runs the core in the browser to decide on a hypothetical login. No server is involved. */
export function WhatIf() {
  const [core, setCore] = useState<"loading" | "ready" | "failed">("loading");
  const [attempt, setAttempt] = useState(0);
  const [question, setQuestion] = useState(FIRST_QUESTION);

  useEffect(() => {
    let left = false;
    init().then(
      () => left || setCore("ready"),
      () => left || setCore("failed"),
    );
    return () => {
      left = true;
    };
  }, [attempt]);

  const retry = () => {
    setCore("loading");
    setAttempt(attempt + 1);
  };
  const result = core === "ready" ? answer(question) : undefined;
  return (
    <>
      <h1>What if…</h1>
      <p>
        Change a fact and see the decision and its reasons. The decision is made in your browser, with the same code as on the server; nothing is sent.
      </p>
      <div className="columns">
        <div>
          <WhatIfForm question={question} change={setQuestion} />
          {result?.ok === true && (
            <a className="gist" href="#result">
              <span className={`badge ${result.decision.outcome.kind}`}>{result.decision.outcome.kind}</span>{" "}
              {result.decision.reason}
            </a>
          )}
        </div>
        {result === undefined && core === "loading" && (
          <section className="card" role="status" aria-busy="true">
            <h2>Loading the core…</h2>
            <div className="bone" />
          </section>
        )}
        {core === "failed" && (
          <Failure
            title="The core could not be loaded"
            text="Check your connection and try again."
            code="core_unavailable"
            retry={retry}
          />
        )}
        {result?.ok === true && <Answered {...result} />}
        {result?.ok === false && <Refused error={result.error} />}
      </div>
    </>
  );
}
