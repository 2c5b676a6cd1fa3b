// Prints the output of a runner: faults to stderr (the first 30, shortened), and the answers as
// JSON lines to the file given as `--answers FILE`.
import { writeFileSync } from "node:fs";

/** Collects the reports of a suite; `end(faulty)` prints the total and sets the exit code. */
export function printer(runtime) {
  const answers = [];
  let printed = 0;
  return {
    report({ file, answer, faults }) {
      answers.push(`${JSON.stringify({ file, answer })}\n`);
      for (const fault of faults) if (printed++ < 30) console.error(`${runtime}: ${file}: ${fault}`.slice(0, 1000));
    },
    end(faulty) {
      const flag = process.argv.indexOf("--answers");
      if (flag > 0) writeFileSync(process.argv[flag + 1], answers.join(""));
      console.log(`${runtime}: ${answers.length} cases, ${faulty} with a fault`);
      if (faulty > 0 || answers.length === 0) process.exitCode = 1;
    },
  };
}
