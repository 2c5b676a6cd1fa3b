// Checks the server against its OpenAPI document: schemathesis sends valid and invalid requests to
// every operation, and checks that the document describes each response. No response may be a
// server error. Once with the data in SQLite and once in a private PostgreSQL, whose texts and
// times have other limits.
//
//   CORA_BIN=target/debug/cora SCHEMATHESIS=…/schemathesis \
//     node tests/server/contract.mjs [--max-examples N]
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { startPostgres } from "./postgres.mjs";
import { ACME, CONNECTION, MEMBER, openWorld, run } from "./world.mjs";

const { CORA_BIN: cora, SCHEMATHESIS: schemathesis } = process.env;
if (!cora || !schemathesis) {
  console.error(
    "CORA_BIN has to name the cora binary, SCHEMATHESIS the program schemathesis (pip install schemathesis)",
  );
  process.exit(2);
}
const at = process.argv.indexOf("--max-examples");
const examples = at < 0 ? "30" : process.argv[at + 1];

const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_schema_conformance",
  "response_headers_conformance",
  "unsupported_method",
];
// WHY real identifiers in the paths: with those of existing rows, requests get further than a
// refusal.
const NAMES = { orgId: ACME, userId: MEMBER, providerType: CONNECTION };

/** Requests every operation of a server with its data in `database`, or in SQLite when absent. */
async function keepsToItsDocument(database) {
  const world = await openWorld({ cora, database });
  try {
    const { url } = await world.start();
    const config = join(world.folder, "schemathesis.toml");
    writeFileSync(
      config,
      `[parameters]\n${Object.entries(NAMES)
        .map(([name, value]) => `"path.${name}" = "${value}"`)
        .join("\n")}\n`,
    );
    return await run(
      schemathesis,
      [
        "--config-file",
        config,
        "run",
        `${url}/openapi.json`,
        "--header",
        `Authorization: Bearer ${world.token("olga", "olga@acme.example")}`,
        "--checks",
        CHECKS.join(","),
        "--max-examples",
        examples,
        "--phases",
        "coverage,fuzzing",
        "--seed",
        "1",
        "--request-timeout",
        "20",
      ],
      { cwd: world.folder },
    );
  } finally {
    world.close();
  }
}

const inSqlite = await keepsToItsDocument();
const postgres = await startPostgres();
try {
  const inPostgres = await keepsToItsDocument(postgres.url);
  process.exitCode = inSqlite || inPostgres;
} finally {
  await postgres.close();
}
