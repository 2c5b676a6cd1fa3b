// The suite as a worker, as a team would write one; run-workerd.mjs bundles it, runs it and queries
// it.
import * as decisions from "../../pkg/dist/index.js";
import * as sessions from "../../pkg/dist/session/index.js";
import { signedSuite } from "./signed.mjs";
import { suite } from "./suite.mjs";

const lib = { ...decisions, ...sessions };

export default {
  async fetch(request) {
    const { cases, native, signed } = await request.json();
    const reports = [];
    const report = (one) => reports.push(one);
    const faulty = suite(lib, undefined, cases, native, report) + (await signedSuite(lib, signed, native, report));
    return Response.json({ faulty, reports });
  },
};
