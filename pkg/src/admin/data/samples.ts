/** Samples of logins as the server streams them, without a list of all of them in memory. */
import type { CoraClient } from "../../client/index.js";
import { ServerError } from "../../client/index.js";
import type { EngineLogin } from "../../workbench/index.js";
import type { QueryValues } from "./request.js";

type Answer = Promise<{ readonly data?: Blob; readonly error?: unknown; readonly response: Response }>;
type Loose = { readonly GET: (path: string, init: object) => Answer };

const NEWLINE = 10;

/** Samples that were read: their lines, which the browser may keep on its disk. */
export interface Samples {
  readonly lines: Blob;
  readonly count: number;
}

/**
 * Reads the samples of logins.
 *
 * @throws {ServerError} If the server refuses the request.
 */
export async function readSamples(client: CoraClient, query: QueryValues, signal: AbortSignal): Promise<Samples> {
  const answer = await (client as unknown as Loose).GET("/admin/logins/samples", {
    params: { query },
    parseAs: "blob",
    signal,
  });
  if (!answer.response.ok || !(answer.data instanceof Blob))
    throw new ServerError(answer.response.status, answer.error, answer.response.headers.get("retry-after"));
  return { lines: answer.data, count: await countLines(answer.data) };
}

async function countLines(lines: Blob): Promise<number> {
  let [count, last] = [0, NEWLINE];
  for await (const part of parts(lines.stream())) {
    for (const byte of part) if (byte === NEWLINE) count += 1;
    last = part.at(-1) ?? last;
  }
  return last === NEWLINE ? count : count + 1;
}

/** Yields the parts of a stream. Not every browser lets a stream be iterated itself. */
async function* parts<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // A reader that left early reads no further.
    await reader.cancel();
  }
}

/** Yields the logins of samples one by one, as fast as they are asked for. */
export async function* loginsOf({ lines }: Pick<Samples, "lines">): AsyncGenerator<EngineLogin> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of parts(lines.stream())) {
    const whole = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = whole.pop() ?? "";
    for (const line of whole) if (line.trim() !== "") yield JSON.parse(line) as EngineLogin;
  }
  if (rest.trim() !== "") yield JSON.parse(rest) as EngineLogin;
}
