// Runs the corpus of signed tokens on every runtime: from the text of a token, with the documents
// that would be fetched.
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
  const ask = async (text) => {
    try {
      return JSON.stringify(await verifier.verify(text));
    } catch (error) {
      if (!(error instanceof lib.CoraError)) throw error;
      return JSON.stringify({ code: error.code, claim: error.claim, seconds: error.seconds });
    }
  };
  const faults = [];
  const text = await ask(token);
  // The key is ready by now, and some hosts start verifying before the token is parsed.
  const again = await ask(token);
  if (again !== text) faults.push(`asked again it answers ${again}`);
  if (text.startsWith('{"login"')) {
    const at = token.lastIndexOf(".") + 10;
    const forged = await ask(token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1));
    if (JSON.parse(forged).code !== "signature_invalid") faults.push(`with another signature it answers ${forged}`);
  }
  verifier.free();
  return { text, faults };
}

/** Runs every case, and calls `report({ file, answer, faults })` for each; see `suite.mjs`. */
export async function signedSuite(lib, cases, native, report) {
  let faulty = 0;
  for (const one of cases) {
    const { faults, text } = await answer(lib, one.input);
    faults.push(...mismatches(one.expect, text));
    if (native[one.file] !== text) faults.push(`the native answer is ${native[one.file]}`);
    if (faults.length > 0) faulty += 1;
    report({ file: one.file, answer: text, faults });
  }
  return faulty;
}
