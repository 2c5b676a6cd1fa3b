// Generates the types of the client, the list of commands that can be run dry, and the list of
// routes that the administrators' screens use, from the server's OpenAPI document.
//
//   node scripts/client-types.mjs [--update]
//
// Without --update it checks that both are up to date. Needs the npm packages of scripts/openapi
// (npm ci).
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

const { default: openapiTS, astToString } = await import(
  file("openapi/node_modules/openapi-typescript/dist/index.mjs")
);
const document = JSON.parse(readFileSync(file("../../crates/server/openapi.json"), "utf8"));
const types = `// Made from crates/server/openapi.json: npm run check:client -- --update\n\n${astToString(await openapiTS(document, { alphabetize: true }))}`;

/** The commands that the server decides without giving them, if the query says so. */
const dryRuns = Object.entries(document.paths)
  .flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { parameters = [] }]) =>
        parameters.some(({ in: place, name }) => place === "query" && name === "dryRun"),
      )
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  )
  .sort();
const dryRun = `// Made from crates/server/openapi.json: npm run check:client -- --update

/** The commands that take \`dryRun\` in their query, by method and path. */
export const DRY_RUNS: ReadonlySet<string> = new Set<string>([
${dryRuns.map((command) => `  ${JSON.stringify(command)},\n`).join("")}]);
`;

/** The routes that the administrators' screens use: none asks for a token for another system. */
const ofScreens = Object.entries(document.paths)
  .filter(([path]) => path !== "/profiles/me/supabase-token")
  .filter(([path]) => /^\/(?:admin|orgs|invites|profiles\/me)(?:\/|$)/.test(path))
  .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
  .sort();
const routes = `// Made from crates/server/openapi.json: npm run check:client -- --update

/** The routes that the administrators' screens use, by method and path. */
export const ROUTES: readonly string[] = [
${ofScreens.map((route) => `  ${JSON.stringify(route)},\n`).join("")}];
`;

const files = {
  "pkg/src/client/schema.ts": types,
  "pkg/src/client/dry-run.ts": dryRun,
  "pkg/src/admin/server/routes.ts": routes,
};
for (const [name, text] of Object.entries(files)) {
  const path = file(`../../${name}`);
  if (process.argv.includes("--update")) {
    writeFileSync(path, text);
    console.log(`wrote ${name}`);
  } else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    console.error(
      `${name} does not match the OpenAPI document. If the document is correct: npm run check:client -- --update`,
    );
    process.exitCode = 1;
  } else {
    console.log(`${name} is up to date`);
  }
}
