// Runs the suite on Node with `require`:  node tests/runtimes/run-node.cjs [--answers FILE]
const lib = { ...require("../../pkg"), ...require("../../pkg/dist/session/index.js") };
const bench = { ...require("../../pkg/dist/admin-core/index.js"), ...require("../../pkg/dist/workbench/index.js") };

async function main() {
  const { readCases, readNativeAnswers, readSignedCases } = await import("./corpus.mjs");
  const { printer } = await import("./print.mjs");
  const { signedSuite } = await import("./signed.mjs");
  const { suite } = await import("./suite.mjs");
  const print = printer(`node ${process.versions.node} require`);
  const native = readNativeAnswers();
  const faulty = suite(lib, bench, readCases(), native, print.report);
  print.end(faulty + (await signedSuite(lib, readSignedCases(), native, print.report)));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
