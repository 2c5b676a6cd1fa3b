// Generates the types of the client from the server's OpenAPI document.
//
//   node scripts/client-types.mjs [--update]
//
// Without --update it checks that they are up to date. Needs the npm packages of scripts/openapi
// (npm ci).
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

const { default: openapiTS, astToString } = await import(
  file("openapi/node_modules/openapi-typescript/dist/index.mjs")
);
const document = JSON.parse(readFileSync(file("../../crates/server/openapi.json"), "utf8"));
const types = `// Made from crates/server/openapi.json: npm run check:client -- --update\n\n${astToString(await openapiTS(document, { alphabetize: true }))}`;

const path = file("../src/client/schema.ts");
if (process.argv.includes("--update")) {
  writeFileSync(path, types);
  console.log("wrote pkg/src/client/schema.ts");
} else if (readFileSync(path, "utf8") !== types) {
  console.error(
    "pkg/src/client/schema.ts does not match the OpenAPI document. If the document is correct: npm run check:client -- --update",
  );
  process.exit(1);
} else {
  console.log("pkg/src/client/schema.ts is up to date");
}
