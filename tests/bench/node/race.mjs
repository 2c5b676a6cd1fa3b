// Timing side by side: rounds in turn. The minimum time counts, because it is the least disturbed
// one.

const ROUNDS = 120;
/**
 * The approximate duration of one contestant's part of a round, in milliseconds: short enough to
 * fall between two disturbances.
 */
const PART = 1;
/**
 * The warm-up time of each contestant, in milliseconds of processor time: its code has to be
 * compiled with all optimizations, which takes longer by the clock on a busy machine.
 */
const WARM_UP = 800;

/**
 * Measures the microseconds that a call of each contestant takes.
 *
 * @param {Record<string, () => unknown>} contestants Functions by name; returned promises are
 * awaited.
 * @returns {Promise<Record<string, number>>}
 */
export async function race(contestants) {
  const entries = [];
  for (const [name, work] of Object.entries(contestants)) {
    const entry = { name, work, calls: 1, best: Infinity, isAsync: work() instanceof Promise };
    const used = process.cpuUsage();
    let last = Infinity;
    do {
      last = Math.min(last, (await time(entry)) / entry.calls);
      if (last * entry.calls < PART / 2) entry.calls *= 2;
    } while (processor(process.cpuUsage(used)) < WARM_UP);
    entries.push(entry);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const entry of entries) entry.best = Math.min(entry.best, ((await time(entry)) * 1000) / entry.calls);
  }
  return Object.fromEntries(entries.map(({ name, best }) => [name, best]));
}

const processor = ({ user, system }) => (user + system) / 1000;

/** The result of the last call, exported so that the engine cannot optimize the call away. */
export let kept;

async function time({ work, calls, isAsync }) {
  const started = performance.now();
  if (isAsync) for (let call = 0; call < calls; call += 1) kept = await work();
  else for (let call = 0; call < calls; call += 1) kept = work();
  return performance.now() - started;
}
