/** The most lines shown of a failure: enough to see the first difference of two decisions. */
const SHOWN_LINES = 30;

/** Runs checks one after the other and counts them. A failed check does not stop the next. */
export function createReport() {
  let passed = 0;
  const failures = [];

  function failed(name, error) {
    failures.push(name);
    const lines = String(error?.stack ?? error)
      .split("\n")
      .slice(0, SHOWN_LINES);
    console.log(`  FAILED  ${name}\n${lines.map((line) => `          ${line}`).join("\n")}`);
  }

  return {
    heading: (text) => console.log(`\n${text}`),
    failed,
    /** Runs one check, which is named after the outcome that it expects. */
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
    /** Prints the totals; returns the exit code. */
    finish() {
      console.log(`\n${passed} passed, ${failures.length} failed`);
      return failures.length === 0 && passed > 0 ? 0 : 1;
    },
  };
}
