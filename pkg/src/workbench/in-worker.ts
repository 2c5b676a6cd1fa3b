import { startWorker } from "#workbench";

import { CoraError } from "../errors.js";
import type { Configuration, EngineLogin, SimulationReport } from "../glue/types.js";
import { toJson } from "../text.js";
import { PART } from "./protocol.js";
import type { Order, Piece, Word } from "./protocol.js";
import { chunk, sizeHint, yieldToEventLoop } from "./scheduling.js";
import type { RunOptions } from "./scheduling.js";
import { naturalOf, Simulation } from "./simulation.js";
import type { SimulationOptions } from "./simulation.js";

/** Logins in memory, or produced one by one: they are requested as fast as they are decided on. */
export type Logins = Iterable<EngineLogin> | AsyncIterable<EngineLogin>;

/**
 * Simulates in its own worker, so that the page stays responsive. Without workers, as in Node, it
 * runs in slices instead. Exported by `@cora/auth/workbench`.
 *
 * @param logins at most 1,000,000.
 * @throws {CoraError} All faults of the configurations, their paths beginning with `/before` or
 * `/after`, or of a part of 250 logins; or a `LoadErrorCode`. An aborted run rejects with the
 * signal's reason, and an error that `logins` throws is passed on.
 */
export async function simulateInWorker(
  before: Configuration,
  after: Configuration,
  logins: Logins,
  options: RunOptions & SimulationOptions = {},
): Promise<SimulationReport> {
  options.signal?.throwIfAborted();
  return startWorker === undefined
    ? await simulateHere(before, after, logins, options)
    : await simulateThere(startWorker(), before, after, logins, options);
}

async function simulateHere(
  before: Configuration,
  after: Configuration,
  logins: Logins,
  options: RunOptions & SimulationOptions,
) {
  const simulation = new Simulation(before, after, options);
  try {
    const total = sizeHint(logins);
    const { onProgress, signal } = options;
    // Each part is decided on as soon as it has arrived, as in a worker.
    for await (const part of chunk(logins, PART)) {
      simulation.add(part);
      await simulation.run({
        ...(signal && { signal }),
        onProgress: ({ done }) => onProgress?.({ done, total }),
        slice: PART,
      });
    }
    return simulation.report();
  } finally {
    simulation.free();
  }
}

async function simulateThere(
  worker: Worker,
  before: Configuration,
  after: Configuration,
  logins: Logins,
  options: RunOptions & SimulationOptions,
) {
  const { onProgress, signal } = options;
  const ask = asking(worker, signal);
  try {
    const traced = naturalOf("traced", options.traced, 0);
    await ask.order({ kind: "start", before: toJson(before), after: toJson(after), traced });
    const total = sizeHint(logins);
    let done = 0;
    let last: Promise<unknown> = Promise.resolve();
    for await (const part of chunk(logins, PART)) {
      // While the worker decides on one part, the next is serialized.
      const text = toJson({ logins: part });
      await last;
      last = ask.order({ kind: "logins", text }).then(() => onProgress?.({ done: (done += part.length), total }));
      // A failure surfaces where the promise is awaited.
      last.catch(() => {});
    }
    await last;
    const changes: SimulationReport["changes"] = [];
    for (;;) {
      const piece = await ask.order({ kind: "report", from: changes.length });
      if (piece === null) throw new TypeError("the worker did not return the requested report");
      changes.push(...piece.changes);
      if (changes.length >= piece.changed) return { ...piece, changes };
      await yieldToEventLoop();
    }
  } finally {
    ask.end();
    worker.terminate();
  }
}

/** Sends orders to a worker. Each returns a promise that it is done. */
function asking(worker: Worker, signal: AbortSignal | undefined) {
  let settle:
    | { readonly resolve: (piece: Piece | null) => void; readonly reject: (reason: unknown) => void }
    | undefined;
  /** The reason that no further order will be done. */
  let over: { readonly reason: unknown } | undefined;

  const fail = (reason: unknown) => {
    over ??= { reason };
    settle?.reject(over.reason);
  };
  const aborted = () => fail(signal?.reason);
  signal?.addEventListener("abort", aborted, { once: true });
  worker.onerror = (event) => {
    event.preventDefault();
    const help = "Check that the server delivers the worker's script and the package's .wasm files.";
    fail(
      new CoraError("wasm_load_failed", "the worker of the simulation could not be started, or stopped", {
        help,
        cause: event.error,
      }),
    );
  };
  worker.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.kind === "done") return settle?.resolve(data.piece);
    const { code, help, issues, message, path } = data;
    fail(new CoraError(code, message, { path, help, issues }));
  };
  return {
    order: (order: Order) =>
      new Promise<Piece | null>((resolve, reject) => {
        if (over !== undefined) return reject(over.reason);
        settle = { resolve, reject };
        worker.postMessage(order);
      }),
    end: () => signal?.removeEventListener("abort", aborted),
  };
}
