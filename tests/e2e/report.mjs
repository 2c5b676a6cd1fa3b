/** How much of a failure is shown, in lines: enough to see where two decisions begin to differ. */
const SHOWN_LINES = 30;

/** Runs checks one after the other and counts them. A check that fails does not keep the next from running. */
export function createReport() {
  let passed = 0;
  const failures = [];

  function failed(name, error) {
    failures.push(name);
    const lines = String(error?.stack ?? error).split("\n").slice(0, SHOWN_LINES);
    console.log(`  FAILED  ${name}\n${lines.map((line) => `          ${line}`).join("\n")}`);
  }

  return {
    heading: (text) => console.log(`\n${text}`),
    failed,
    /** Runs one check, named as the outcome it expects. */
    async check(name, run) {
      const started = performance.now();
      try {
        await run();
        passed += 1;
        console.log(`  ok      ${name} (${Math.round(performance.now() - started)} ms)`);
      } catch (error) {
        failed(name, error);
      }
    },
    /** Prints the sum; returns the exit code. */
    finish() {
      console.log(`\n${passed} passed, ${failures.length} failed`);
      return failures.length === 0 && passed > 0 ? 0 : 1;
    },
  };
}
