/** How a long run is followed and stopped. */
export interface RunOptions {
  /** Stops the run: it rejects with the signal's reason, an `AbortError` by default. */
  readonly signal?: AbortSignal;
  /** Is told after each slice how many logins have been decided on, and of how many; `null` while that is not known. */
  readonly onProgress?: (progress: SimulationProgress) => void;
}

/** How far a simulation is. */
export interface SimulationProgress {
  /** How many logins have been decided on. */
  readonly done: number;
  /** How many there are; `null` while they are still being counted. */
  readonly total: number | null;
}

/** Lets everything else that waits have its turn. */
export async function turn(): Promise<void> {
  // WHY not `scheduler.yield`: what goes on after it goes before the timers and messages that wait.
  await new Promise((resolve) => setTimeout(resolve));
}

/** The items in parts of so many. */
export async function* inParts<T>(items: Iterable<T> | AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let part: T[] = [];
  // WHY not `for await` alone: it waits at each item, which for items at hand costs more than the items.
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

/** How many items there are, where that can be known without looking. */
export const countOf = (items: object): number | null => (Array.isArray(items) ? items.length : null);
