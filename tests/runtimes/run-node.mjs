// Runs the suite on Node with `import`:  node tests/runtimes/run-node.mjs [--answers FILE]
import * as decisions from "../../pkg/dist/index.js";
import * as sessions from "../../pkg/dist/session/index.js";
import * as admin from "../../pkg/dist/admin-core/index.js";
import * as workbench from "../../pkg/dist/workbench/index.js";
import { readCases, readNativeAnswers, readSignedCases } from "./corpus.mjs";
import { printer } from "./print.mjs";
import { signedSuite } from "./signed.mjs";
import { suite } from "./suite.mjs";

const lib = { ...decisions, ...sessions };
const bench = { ...admin, ...workbench };
const print = printer(`node ${process.versions.node} import`);
const native = readNativeAnswers();
const faulty = suite(lib, bench, readCases(), native, print.report);
print.end(faulty + (await signedSuite(lib, readSignedCases(), native, print.report)));
