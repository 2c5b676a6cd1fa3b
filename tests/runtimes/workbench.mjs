// Tests the workbench in a browser: in its worker, and in the page. Each test gets fresh imports of
// the packages, in its own page.

function check(condition, message) {
  if (!condition) throw new Error(message);
}

/** Returns two configurations, and logins that they decide differently. */
function question(cases, count) {
  const inputs = cases
    .filter(
      ({ expect, file, input }) => file.startsWith("provisioning/") && input?.login?.connectionId && expect?.outcome,
    )
    .map(({ input }) => input);
  const connections = [...new Map(inputs.map(({ connection }) => [connection.id, connection])).values()];
  const own = inputs.map(({ connection: _, policy: __, ...login }) => login);
  const logins = Array.from({ length: count }, (_, at) => own[at % own.length]);
  return {
    before: { connections },
    after: { connections, policy: { strategies: [], accessMode: "waitlist" } },
    logins,
  };
}

/** Returns the longest time that the page was blocked while `work` ran, in milliseconds. */
async function longestPause(work) {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const result = await work();
  clearInterval(timer);
  return { longest, result };
}

const told = ({ memberships, outcome, platformRole }) =>
  JSON.stringify([outcome, platformRole, memberships.map(({ organizationId, role }) => [organizationId, role])]);

export const WORKBENCH = {
  async a_worker_says_what_two_engines_say(bench, lib, cases) {
    const { after, before, logins } = question(cases, 3000);
    const report = await bench.simulateInWorker(before, after, logins, { traced: 2 });
    await lib.init();
    const [one, other] = [new lib.Engine(before), new lib.Engine(after)];
    const changed = logins.flatMap((login, index) =>
      told(one.summarize(login)) === told(other.summarize(login)) ? [] : [index],
    );
    check(
      report.logins === 3000 && report.changed === changed.length && changed.length > 500,
      `${report.logins} logins, ${report.changed} changed`,
    );
    check(JSON.stringify(report.changes.map(({ index }) => index)) === JSON.stringify(changed), "other logins changed");
    const { index, traces } = report.changes[1];
    check(JSON.stringify(traces.after) === JSON.stringify(other.decide(logins[index]).trace), "another trace");
    check(report.changes[2].traces === null, "too many traces");
  },
  async a_page_stays_quick_while_its_worker_simulates(bench, lib, cases) {
    const { after, before, logins } = question(cases, 30_000);
    const seen = [];
    const { longest, result } = await longestPause(() =>
      bench.simulateInWorker(before, after, logins, { onProgress: (progress) => seen.push(progress.done) }),
    );
    check(
      result.logins === 30_000 && seen.at(-1) === 30_000 && seen.length > 20,
      `${result.logins} logins, ${seen.length} steps`,
    );
    check(longest < 100, `the page stood still for ${Math.round(longest)} ms`);
  },
  async an_aborted_simulation_ends_its_worker(bench, lib, cases) {
    const { after, before, logins } = question(cases, 20_000);
    const controller = new AbortController();
    let told = 0;
    const run = bench.simulateInWorker(before, after, logins, {
      signal: controller.signal,
      onProgress: () => (told += 1) === 3 && controller.abort(),
    });
    const error = await run.then(
      () => null,
      (thrown) => thrown,
    );
    check(error?.name === "AbortError", String(error));
    await new Promise((resolve) => setTimeout(resolve, 200));
    check(told <= 4, `${told} steps after the abort`);
    const early = await bench.simulateInWorker(before, after, logins, { signal: AbortSignal.abort() }).then(
      () => null,
      (thrown) => thrown,
    );
    check(early?.name === "AbortError", String(early));
  },
  async faults_and_what_the_logins_throw_come_out_of_the_worker(bench, lib, cases) {
    const { after, before, logins } = question(cases, 10);
    const errorOf = (promise) =>
      promise.then(
        () => null,
        (thrown) => thrown,
      );
    const faulty = await errorOf(bench.simulateInWorker(before, { polici: 1 }, logins));
    check(
      faulty instanceof bench.CoraError && faulty.path === "/after/polici" && faulty.issues.length === 1,
      String(faulty),
    );
    const login = await errorOf(bench.simulateInWorker(before, after, [...logins, {}]));
    check(login instanceof bench.CoraError && login.path.startsWith("/logins/10"), String(login));
    async function* broken() {
      yield* logins;
      throw new Error("mine");
    }
    check(
      (await errorOf(bench.simulateInWorker(before, after, broken())))?.message === "mine",
      "the error of the logins is lost",
    );
  },
  async the_page_itself_can_lint_once_the_module_is_loaded(bench) {
    const early = await Promise.resolve()
      .then(() => bench.lint({}))
      .then(
        () => null,
        (thrown) => thrown,
      );
    check(early instanceof bench.CoraError && early.code === "not_initialised", String(early));
    await bench.init();
    const { findings } = bench.lint({ policy: { bootstrap: { mode: "first_user" } } });
    check(
      findings.some(({ code }) => code === "bootstrap_first_user"),
      JSON.stringify(findings),
    );
  },
  async the_small_module_is_refused_by_name(bench) {
    await bench.init("/pkg/dist/cora.wasm");
    const error = await Promise.resolve()
      .then(() => bench.lint({}))
      .then(
        () => null,
        (thrown) => thrown,
      );
    check(
      error instanceof bench.CoraError && error.code === "wasm_load_failed" && /no workbench/.test(error.message),
      String(error),
    );
  },
};
