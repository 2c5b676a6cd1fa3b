// An engine takes a login without a configuration; the workbench takes configurations and logins.
import { Engine } from "@cora/auth";
import type { Configuration, Decision, DecisionSummary, EngineLogin } from "@cora/auth";
import { init, lint, lintJson, simulateInWorker, Simulation } from "@cora/auth/workbench";
import type { ChangeTraces, FindingCode, LintReport, SimulationProgress, SimulationReport } from "@cora/auth/workbench";
import { least } from "./values.js";

export const configuration: Configuration = { connections: [least.connection], policy: { accessMode: "waitlist" } };
export const login: EngineLogin = { now: least.now, login: least.login };

const engine = new Engine(configuration);
export const decision: Decision = engine.decide(login);
export const summary: DecisionSummary = engine.summarize(login);
export const texts: string[] = [engine.decideJson("{}"), engine.explain(login)];
engine.free();
engine[Symbol.dispose]();
// @ts-expect-error a summary has no trace
summary.trace;
// @ts-expect-error the connection is part of the configuration, not of the login
engine.decide({ ...login, connection: least.connection });
// @ts-expect-error a misspelled field
new Engine({ ...configuration, polici: {} });

export const findings: LintReport[] = [lint(configuration), lintJson("{}")];
export const code: FindingCode | undefined = findings[0]?.findings[0]?.code;
export const loaded: Promise<void> = init();

export async function simulate(logins: AsyncIterable<EngineLogin>): Promise<SimulationReport[]> {
  const simulation = new Simulation(configuration, {}, { traced: 3 });
  const count: number = simulation.add([login]);
  const traces: ChangeTraces = simulation.traces(count - 1);
  simulation.retry({ policy: {} });
  const { signal } = new AbortController();
  const onProgress = ({ done, total }: SimulationProgress) => console.log(done, total ?? "?", traces.after.decidedBy);
  const report = await simulation.run({ signal, onProgress, slice: 100 });
  // @ts-expect-error logins are not text
  simulation.add("[]");
  return [
    report,
    simulation.report(),
    await simulateInWorker(configuration, {}, logins, { signal, onProgress, traced: 5 }),
  ];
}
