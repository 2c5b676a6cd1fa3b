"use client";

import { CoraError, Engine } from "@cora/auth";
import type { Configuration, DecisionSummary } from "@cora/auth";
import { simulateInWorker } from "@cora/auth/workbench";
import type { SimulationChange, SimulationReport } from "@cora/auth/workbench";
import { useEffect, useId, useRef, useState } from "react";

import { NAMES, SIMULATED, loginAt, logins, wordsAt } from "../lib/playground";
import { TraceTree } from "./trace-tree";

/** The two configurations to compare. */
interface Question {
  readonly before: Configuration;
  readonly after: Configuration;
}

type State =
  | { readonly kind: "ready"; readonly cancelled: boolean }
  | { readonly kind: "running"; readonly done: number }
  | { readonly kind: "done"; readonly question: Question; readonly report: SimulationReport; readonly seconds: number }
  | { readonly kind: "failed"; readonly message: string };

/** The number of changes that are added to the list at a time. */
const PAGE = 20;

const number = new Intl.NumberFormat("en");

const inWords = ({ memberships, outcome }: DecisionSummary) =>
  [
    outcome.kind,
    ...memberships.map(
      ({ organizationId, role }) => `${role} of ${(NAMES as Record<string, string>)[organizationId] ?? organizationId}`,
    ),
  ].join(", ");

function Why({ index, question }: { readonly index: number; readonly question: Question }) {
  const [traces] = useState(() =>
    [question.before, question.after].map((configuration) => {
      const engine = new Engine(configuration);
      try {
        return engine.decide(loginAt(index)).trace;
      } finally {
        engine.free();
      }
    }),
  );
  return (
    <div className="halves">
      {traces.map((trace, at) => (
        <div key={at}>
          <h4>{at === 0 ? "As saved" : "As edited"}</h4>
          <TraceTree label={at === 0 ? "Why, as saved" : "Why, as edited"} trace={trace} names={NAMES} />
        </div>
      ))}
    </div>
  );
}

function Change({ change, question }: { readonly change: SimulationChange; readonly question: Question }) {
  const [open, setOpen] = useState(false);
  const { after, before, index } = change;
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          {loginAt(index).login.email} <span className="soft">{wordsAt(index)}</span>
          <span className="turn">
            {inWords(before)} <span aria-hidden="true">→</span>
            <span className="hidden">becomes</span> {inWords(after)}
          </span>
        </summary>
        {open && <Why index={index} question={question} />}
      </details>
    </li>
  );
}

function Result({
  question,
  report,
  seconds,
}: {
  readonly question: Question;
  readonly report: SimulationReport;
  readonly seconds: number;
}) {
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      <p role="status" data-testid="changed">
        {report.changed === 0
          ? "No login is"
          : `${number.format(report.changed)} ${report.changed === 1 ? "login is" : "logins are"}`}{" "}
        decided differently, out of {number.format(report.logins)}.{" "}
        <span className="soft">It took {seconds.toFixed(1)} s.</span>
      </p>
      <div className="wide" tabIndex={0} role="region" aria-label="Outcomes">
        <table>
          <thead>
            <tr>
              <th scope="col">Outcome</th>
              <th scope="col">As saved</th>
              <th scope="col">As edited</th>
              <th scope="col">Difference</th>
            </tr>
          </thead>
          <tbody>
            {report.outcomes.map(({ after, before, outcome }) => (
              <tr key={outcome}>
                <th scope="row">{outcome}</th>
                <td>{number.format(before)}</td>
                <td>{number.format(after)}</td>
                <td>
                  {after === before ? "" : `${after > before ? "+" : "−"}${number.format(Math.abs(after - before))}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {report.changes.length > 0 && (
        <>
          <h3>Logins that are decided differently</h3>
          <ul className="changes">
            {report.changes.slice(0, shown).map((change) => (
              <Change key={change.index} change={change} question={question} />
            ))}
          </ul>
          {shown < report.changes.length && (
            <button type="button" className="quiet" onClick={() => setShown(shown + PAGE)}>
              Show {Math.min(PAGE, report.changes.length - shown)} more of{" "}
              {number.format(report.changes.length - shown)}
            </button>
          )}
        </>
      )}
    </>
  );
}

/**
 * Tries the edited configuration on many logins, in a worker. `null` stands for a configuration
 * that cannot be read.
 */
export function SimulationPanel({
  after,
  before,
}: {
  readonly before: Configuration;
  readonly after: Configuration | null;
}) {
  const id = useId();
  const [state, setState] = useState<State>({ kind: "ready", cancelled: false });
  const controller = useRef<AbortController>(null);
  // Leaving the page stops the worker.
  useEffect(() => () => controller.current?.abort(), []);

  async function run() {
    if (after === null) return;
    const question = { before, after };
    const own = new AbortController();
    controller.current = own;
    const started = performance.now();
    setState({ kind: "running", done: 0 });
    try {
      const onProgress = ({ done }: { readonly done: number }) => setState({ kind: "running", done });
      const report = await simulateInWorker(before, after, logins(), { signal: own.signal, onProgress });
      setState({ kind: "done", question, report, seconds: (performance.now() - started) / 1000 });
    } catch (error) {
      if (own.signal.aborted) setState({ kind: "ready", cancelled: true });
      else
        setState({
          kind: "failed",
          message: error instanceof CoraError ? `${error.message}. ${error.help ?? ""}` : String(error),
        });
    }
  }

  const running = state.kind === "running";
  const stale = state.kind === "done" && (state.question.before !== before || state.question.after !== after);
  return (
    <section className="card" aria-labelledby={`${id}title`}>
      <h2 id={`${id}title`}>What would change</h2>
      <p>
        The saved configuration and the edited one decide on the same {number.format(SIMULATED)} logins, made up in this
        page. Nothing is sent.
      </p>
      <p className="buttons">
        <button type="button" onClick={() => void run()} disabled={running || after === null}>
          {running ? "Simulating…" : `Simulate ${number.format(SIMULATED)} logins`}
        </button>
        {running && (
          <button type="button" className="quiet" onClick={() => controller.current?.abort()}>
            Cancel
          </button>
        )}
      </p>
      {after === null && !running && <p className="note">The edited configuration is not valid yet.</p>}
      {running && (
        <>
          <label htmlFor={`${id}progress`}>
            {number.format(state.done)} of {number.format(SIMULATED)} logins
          </label>
          <progress id={`${id}progress`} value={state.done} max={SIMULATED} />
        </>
      )}
      {state.kind === "ready" && state.cancelled && <p role="status">The simulation was canceled.</p>}
      {state.kind === "failed" && (
        <p role="alert" className="note">
          The simulation stopped: {state.message}
        </p>
      )}
      {stale && <p className="note">The configurations have changed since. Simulate again to see what that changes.</p>}
      {state.kind === "done" && <Result key={state.seconds} {...state} />}
    </section>
  );
}
