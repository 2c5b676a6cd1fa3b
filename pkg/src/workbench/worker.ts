// The script of the worker that `simulateInWorker` starts.
//
// WHY not through `#workbench`: import maps, by which a page without a bundler resolves that name,
// do not apply in workers. And a worker that imports the file which starts it would contain itself;
// a bundler could build that forever.
import { CoraError } from "../errors.js";
import type { SimulationReport } from "../glue/types.js";
import { core } from "./host/fetched.js";
import { CHANGES, PART } from "./protocol.js";
import type { Order, Piece, Word } from "./protocol.js";
import { SimulationHandle } from "./simulation-handle.js";

const scope = globalThis as unknown as {
  postMessage: (word: Word) => void;
  onmessage: (event: MessageEvent<Order>) => void;
};
const say = (word: Word) => scope.postMessage(word);

let simulation: SimulationHandle | undefined;
let found: SimulationReport | undefined;

/** Executes an order and returns a piece of the report if that is requested. */
async function follow(order: Order): Promise<Piece | null> {
  if (order.kind === "start") {
    await core.init();
    simulation = new SimulationHandle(core, order.before, order.after, order.traced);
    return null;
  }
  if (simulation === undefined) throw new TypeError("start a simulation first");
  if (order.kind === "logins") {
    simulation.add(order.text);
    simulation.step(PART);
    return null;
  }
  // WHY in pieces: a page receives one message in one go, and there may be as many changes as
  // logins.
  found ??= JSON.parse(simulation.report()) as SimulationReport;
  return { ...found, changes: found.changes.slice(order.from, order.from + CHANGES) };
}

scope.onmessage = ({ data }) => {
  const done = (piece: Piece | null) => say({ kind: "done", piece });
  follow(data).then(done, (error: unknown) => {
    // Any error other than a `CoraError` reaches the page as an error of the worker.
    if (!(error instanceof CoraError)) return void Promise.reject(error);
    const { code, help, issues, message, path } = error;
    say({ kind: "failed", code, message, path, help, issues });
  });
};
