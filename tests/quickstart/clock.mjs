// Loaded into an application before its own code: its clock is ahead by the milliseconds in a file,
// which the test changes while the application runs.
import { readFileSync } from "node:fs";

const { CORA_TEST_CLOCK: file } = process.env;
const System = Date;
let ahead = 0;
if (file !== undefined) {
  setInterval(() => {
    try {
      ahead = Number(readFileSync(file, "utf8"));
    } catch {
      // The test has ended.
    }
  }, 50).unref();
  globalThis.Date = class extends System {
    constructor(...given) {
      if (given.length === 0) super(System.now() + ahead);
      else super(...given);
    }
    static now() {
      return System.now() + ahead;
    }
  };
}
