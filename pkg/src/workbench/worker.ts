// The script of the worker that `simulateInWorker` starts.
//
// WHY not through `#workbench`: import maps, by which a page without bundler finds that name, do not reach into workers. And a worker
// that takes in the file which starts it would be a part of itself; a bundler can build that for ever.
import { CoraError } from "../errors.js";
import type { SimulationReport } from "../glue/types.js";
import { core } from "./host/fetched.js";
import { CHANGES, PART } from "./protocol.js";
import type { Order, Piece, Word } from "./protocol.js";
import { Trial } from "./trial.js";

const scope = globalThis as unknown as { postMessage: (word: Word) => void; onmessage: (event: MessageEvent<Order>) => void };
const say = (word: Word) => scope.postMessage(word);

let trial: Trial | undefined;
let found: SimulationReport | undefined;

/** Does what it is told; returns a piece of the report where that is asked for. */
async function follow(order: Order): Promise<Piece | null> {
  if (order.kind === "start") {
    await core.init();
    trial = new Trial(core, order.before, order.after, order.traced);
    return null;
  }
  if (trial === undefined) throw new TypeError("a simulation has to be started first");
  if (order.kind === "logins") {
    trial.add(order.text);
    trial.step(PART);
    return null;
  }
  // WHY in pieces: a page takes in one message in one go, and there may be as many changes as logins.
  found ??= JSON.parse(trial.report()) as SimulationReport;
  return { ...found, changes: found.changes.slice(order.from, order.from + CHANGES) };
}

scope.onmessage = ({ data }) => {
  const done = (piece: Piece | null) => say({ kind: "done", piece });
  follow(data).then(done, (error: unknown) => {
    // What is no CoraError reaches the page as an error of the worker.
    if (!(error instanceof CoraError)) return void Promise.reject(error);
    const { code, help, issues, message, path } = error;
    say({ kind: "failed", code, message, path, help, issues });
  });
};
