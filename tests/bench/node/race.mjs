// Timing side by side: rounds in turn, of which the least time counts, being the one least disturbed.

const ROUNDS = 120;
/** About how long one contestant's part of a round takes, in milliseconds: short, to fall between two disturbances. */
const PART = 1;
/**
 * How long each contestant warms up, in milliseconds of the processor: its code has to be compiled with all optimisations, which on a
 * busy machine takes longer by the clock.
 */
const WARM_UP = 800;

/**
 * The microseconds that a call of each contestant takes.
 *
 * @param {Record<string, () => unknown>} contestants Work by name; what answers with a promise is awaited.
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

/** What the last call answered with: an engine must not find out that nobody looks. */
export let kept;

async function time({ work, calls, isAsync }) {
  const started = performance.now();
  if (isAsync) for (let call = 0; call < calls; call += 1) kept = await work();
  else for (let call = 0; call < calls; call += 1) kept = work();
  return performance.now() - started;
}
