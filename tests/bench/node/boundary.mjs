// Measures the cost of the way into the core and out again, part by part: a tool for its
// developers, without a target figure.
//
//   npm run boundary
import { Engine } from "../../../pkg/dist/index.js";
import { configuration, small, typical } from "./logins.mjs";
import { race } from "./race.mjs";

const engine = new Engine(configuration);

for (const [size, login] of Object.entries({ typical, small })) {
  const text = JSON.stringify(login);
  const decision = engine.decideJson(text);
  const summary = JSON.stringify(engine.summarize(login));
  const bytes = new Uint8Array(2 * text.length);
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
  const written = encoder.encode(summary);
  const times = await race({
    "a login to JSON text": () => JSON.stringify(login),
    "that text to bytes": () => encoder.encodeInto(text, bytes),
    "a summary's bytes to text": () => decoder.decode(written),
    "a summary's text to an object": () => JSON.parse(summary),
    "a whole decision's text to an object": () => JSON.parse(decision),
    "decideJson: text in, text of the whole decision out": () => engine.decideJson(text),
    "summarize: object in, object out": () => engine.summarize(login),
    "decide: object in, object out, outcome and reason read": () => engine.decide(login).reason,
    "decide, and the trace read": () => engine.decide(login).trace,
  });
  console.log(
    `\n${size}: a login of ${text.length} bytes, a summary of ${summary.length}, a whole decision of ${decision.length}`,
  );
  for (const [name, time] of Object.entries(times)) console.log(`${time.toFixed(2).padStart(8)} µs  ${name}`);
}
