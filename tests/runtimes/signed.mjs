// The corpus of signed tokens, for every runtime: the whole way from the text of a token, with what would be fetched.
import { mismatches } from "./expectation.mjs";

async function answer(lib, { now, token, connections, documents }) {
  const verifier = new lib.TokenVerifier({
    connections,
    now: () => now,
    fetch: async (url) => {
      const found = documents[String(url)];
      if (found === undefined) throw new TypeError("there is no such document");
      return Response.json(found);
    },
  });
  try {
    return JSON.stringify(await verifier.verify(token));
  } catch (error) {
    if (!(error instanceof lib.CoraError)) throw error;
    return JSON.stringify({ code: error.code, claim: error.claim });
  } finally {
    verifier.free();
  }
}

/** Runs every case, and calls `report({ file, answer, faults })` for each; see `suite.mjs`. */
export async function signedSuite(lib, cases, native, report) {
  let faulty = 0;
  for (const one of cases) {
    const text = await answer(lib, one.input);
    const faults = mismatches(one.expect, text);
    if (native[one.file] !== text) faults.push(`the native answer is ${native[one.file]}`);
    if (faults.length > 0) faulty += 1;
    report({ file: one.file, answer: text, faults });
  }
  return faulty;
}
