// Builds the demo's web application, if it is out of date:
//
//   node demo/stack/build.mjs
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createFamily } from "./children.mjs";
import { buildWeb } from "./start.mjs";

const family = createFamily();
const folder = mkdtempSync(join(tmpdir(), "cora-web-"));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => void family.stop().finally(() => process.exit(130)));
try {
  await buildWeb(family, join(folder, "build.log"), (text) => console.log(text));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await family.stop();
  rmSync(folder, { recursive: true, force: true });
}
