import type { Configuration, EngineLogin, SimulationReport } from "../../workbench/index.js";

/** The outcomes with which a person is signed in. */
const ADMITTED: ReadonlySet<string> = new Set(["returning", "provisioned", "linked"]);

/** The effect of a change on past logins. */
export interface Impact {
  readonly logins: number;
  readonly changed: number;
  readonly outcomes: readonly { readonly outcome: string; readonly before: number; readonly after: number }[];
  /** The changes in groups, the largest first. */
  readonly groups: readonly ImpactGroup[];
  /** The logins that would be kept out, of those that are let in now. */
  readonly lost: number;
  readonly gained: number;
}

/** Logins whose decision changes in the same way. */
export interface ImpactGroup {
  readonly before: string;
  readonly after: string;
  readonly reason: string;
  readonly count: number;
}

/** Groups the changes of a simulation by their outcomes and the reason afterwards. */
export function impactOf(report: SimulationReport): Impact {
  const groups = new Map<string, ImpactGroup>();
  let [lost, gained] = [0, 0];
  for (const { after, before } of report.changes) {
    const [was, will] = [before.outcome.kind, after.outcome.kind];
    if (ADMITTED.has(was) && !ADMITTED.has(will)) lost += 1;
    if (!ADMITTED.has(was) && ADMITTED.has(will)) gained += 1;
    const key = `${was} ${will} ${after.reason}`;
    const group = groups.get(key);
    groups.set(key, { before: was, after: will, reason: after.reason, count: (group?.count ?? 0) + 1 });
  }
  return {
    logins: report.logins,
    changed: report.changed,
    outcomes: report.outcomes.map(({ after, before, outcome }) => ({ outcome, before, after })),
    groups: [...groups.values()].sort((a, b) => b.count - a.count),
    lost,
    gained,
  };
}

/** Decides on logins by two configurations, in a worker where there are workers. */
export async function simulateImpact(
  before: Configuration,
  after: Configuration,
  logins: AsyncIterable<EngineLogin>,
  options: { readonly signal: AbortSignal; readonly onProgress: (done: number) => void },
): Promise<Impact> {
  const { simulateInWorker } = await import("../../workbench/index.js");
  const { onProgress, signal } = options;
  const report = await simulateInWorker(before, after, logins, { signal, onProgress: ({ done }) => onProgress(done) });
  return impactOf(report);
}
