"use client";

import { CoraError, Engine } from "@cora/auth";
import type { Configuration, Decision, EngineLogin } from "@cora/auth";
import { useId, useMemo, useState } from "react";

import { NAMES, PEOPLE, presetLogin } from "../lib/playground";
import { outcomeSentence } from "../lib/words";
import { TraceTree } from "./trace-tree";

type Answer =
  | { readonly decision: Decision }
  | { readonly faults: readonly { readonly path: string; readonly message: string }[] };

const print = (login: EngineLogin) => JSON.stringify(login, null, 2);

function answer(configuration: Configuration, text: string): Answer {
  let login: EngineLogin;
  try {
    login = JSON.parse(text) as EngineLogin;
  } catch (error) {
    return { faults: [{ path: "", message: `this is not JSON: ${(error as Error).message}` }] };
  }
  try {
    const engine = new Engine(configuration);
    try {
      // The whole decision is read before the engine is freed.
      return { decision: { ...engine.decide(login) } };
    } finally {
      engine.free();
    }
  } catch (error) {
    if (error instanceof CoraError) return { faults: error.issues.length > 0 ? error.issues : [error] };
    throw error;
  }
}

/**
 * Shows the decision on one login under the configuration being edited, which is `null` while it
 * cannot be read.
 */
export function OneLogin({ configuration }: { readonly configuration: Configuration | null }) {
  const id = useId();
  const [text, setText] = useState(() => print(presetLogin(0)));
  const preset = PEOPLE.findIndex((_, person) => print(presetLogin(person)) === text);
  const result = useMemo(() => configuration && answer(configuration, text), [configuration, text]);
  return (
    <section className="card" aria-labelledby={`${id}title`}>
      <h2 id={`${id}title`}>One login</h2>
      <label htmlFor={`${id}preset`}>Who logs in</label>
      <select
        id={`${id}preset`}
        name="preset"
        value={preset}
        onChange={(event) => setText(print(presetLogin(Number(event.target.value))))}
      >
        {preset < 0 && <option value={-1}>(as written below)</option>}
        {PEOPLE.map(({ words }, person) => (
          <option key={words} value={person}>
            {words}
          </option>
        ))}
      </select>
      <details>
        <summary>The login and its stored facts, as JSON</summary>
        <label className="hidden" htmlFor={`${id}login`}>
          The login as JSON
        </label>
        <textarea
          id={`${id}login`}
          name="login"
          className="json"
          rows={12}
          wrap="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
        />
      </details>
      {result === null && <p className="note">The decision appears here once the configuration is valid.</p>}
      {result && "faults" in result && (
        <ul className="findings" role="alert">
          {result.faults.map(({ message, path }) => (
            <li key={`${path} ${message}`} className="error">
              <code>{path || "/"}</code>: {message}
            </li>
          ))}
        </ul>
      )}
      {result && "decision" in result && (
        <>
          <div aria-live="polite">
            <p className={`badge ${result.decision.outcome.kind}`} data-testid="outcome">
              {result.decision.outcome.kind}
            </p>
            <p>
              {outcomeSentence(result.decision.outcome.kind)} The reason is{" "}
              <code data-testid="reason">{result.decision.reason}</code>.
            </p>
          </div>
          <TraceTree label="Why, stage by stage" trace={result.decision.trace} names={NAMES} />
        </>
      )}
    </section>
  );
}
