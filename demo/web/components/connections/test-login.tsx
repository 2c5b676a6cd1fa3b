"use client";

import { useEffect, useState } from "react";

import { beginTest, readTest } from "../../lib/connections";
import type { Refusal, TestRun } from "../../lib/connections";
import { Issues } from "./issues";
import { TestResult } from "./test-result";

/** The polling interval for the result while a test login is in progress, in milliseconds. */
const POLL_MS = 1500;

/**
 * Runs a test login through a connection that is not in use. It admits nobody: only its result is
 * recorded.
 */
export function TestLogin({
  changed,
  connectionId,
}: {
  readonly connectionId: string;
  readonly changed: () => Promise<void>;
}) {
  const [run, setRun] = useState<TestRun | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [beginning, setBeginning] = useState(false);
  const runId = run?.id;
  const expiresAt = run?.expiresAt;
  const pending = run?.status === "pending";

  useEffect(() => {
    if (runId === undefined || expiresAt === undefined || !pending) return;
    let left = false;
    const timer = window.setInterval(async () => {
      if (Date.now() > expiresAt) return setRun((now) => now && { ...now, status: "expired" });
      const reply = await readTest(connectionId, runId);
      // A failed request is followed by the next one.
      if (left || !reply.ok || reply.data.status === "pending") return;
      left = true;
      setRun(reply.data);
      await changed();
    }, POLL_MS);
    return () => {
      left = true;
      window.clearInterval(timer);
    };
  }, [changed, connectionId, expiresAt, pending, runId]);

  async function begin() {
    setBeginning(true);
    setRefusal(null);
    setRun(null);
    const reply = await beginTest(connectionId);
    setBeginning(false);
    if (reply.ok) setRun(reply.data);
    else setRefusal(reply.refusal);
  }

  return (
    <details>
      <summary>Test login</summary>
      <p>
        Sign in through this connection with its latest settings. A test login admits nobody and changes nothing: it checks the provider's response and records the decision that the login would get. Use your own account to make sure that you can still sign in afterwards.
      </p>
      <p className="buttons">
        <button type="button" className="quiet" disabled={beginning} onClick={() => void begin()}>
          {run === null ? "Start a test login" : "Start another test login"}
        </button>
        {pending && run.authorizationUrl !== null && (
          <a
            className="button"
            href={run.authorizationUrl}
            target="_blank"
            rel="noopener noreferrer"
            data-testid="authorization-url"
          >
            Go to the provider <span className="hidden">(opens in a new tab)</span>
          </a>
        )}
      </p>
      <div aria-live="polite">
        {pending && <p role="status">Waiting for the login to come back…</p>}
        {refusal && (
          <div className="refusal" role="alert" data-testid="test-refusal" data-code={refusal.code}>
            <p>
              <strong>Not started.</strong> {refusal.text} <span className="soft">Code: {refusal.code}</span>
            </p>
            <Issues issues={refusal.issues} />
          </div>
        )}
        {run?.status === "expired" && <p role="status">The test login expired. Start another test login.</p>}
        {run && !pending && run.status !== "expired" && <TestResult run={run} />}
      </div>
    </details>
  );
}
