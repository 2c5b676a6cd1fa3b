/** Options for following and stopping a long run. */
export interface RunOptions {
  /** Stops the run: it rejects with the signal's reason, an `AbortError` by default. */
  readonly signal?: AbortSignal;
  /**
   * Called after each slice with the number of logins decided on so far and the total, which is
   * `null` while it is not known.
   */
  readonly onProgress?: (progress: SimulationProgress) => void;
}

/** The progress of a simulation. */
export interface SimulationProgress {
  /** The number of logins decided on. */
  readonly done: number;
  /** The total number of logins; `null` while they are still being counted. */
  readonly total: number | null;
}

/** Yields to everything else that waits in the event loop. */
export async function yieldToEventLoop(): Promise<void> {
  // WHY not `scheduler.yield`: its continuation runs before the timers and messages that wait.
  await new Promise((resolve) => setTimeout(resolve));
}

/** Splits the items into parts of the given size. */
export async function* chunk<T>(items: Iterable<T> | AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let part: T[] = [];
  // WHY not `for await` alone: it waits at each item, which costs more than the items if they are
  // in memory.
  if (Symbol.iterator in items) {
    for (const item of items) {
      part.push(item);
      if (part.length < size) continue;
      yield part;
      part = [];
    }
  } else {
    for await (const item of items) {
      part.push(item);
      if (part.length < size) continue;
      yield part;
      part = [];
    }
  }
  if (part.length > 0) yield part;
}

/** Returns the number of items, if it is known without iterating. */
export const sizeHint = (items: object): number | null => (Array.isArray(items) ? items.length : null);
