// A proxy in front of several servers, as a load balancer is: it takes them in turn, can lose an
// answer on the way back, and keeps what went over the wire.
import { createServer, request as send } from "node:http";

/** Listens on the port, and passes requests on to the ports of `backends`. */
export async function openFront(port, backends) {
  let turn = 0;
  const front = {
    /** The requests and answers, if it is an array. */
    record: undefined,
    /**
     * Decides about an answer that a server has given. The client gets it if this returns `true`,
     * and otherwise a connection that breaks off.
     */
    deliver: async (_exchange) => true,
    /** The address that the servers take for the client's. */
    client: "198.51.100.7",
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };

  /** Passes a request on to one server. Returns `undefined` if there is no whole answer. */
  const pass = (backend, { method, url, headers }, body) =>
    new Promise((done) => {
      const outgoing = send({ host: "127.0.0.1", port: backend, method, path: url, agent: false }, async (incoming) => {
        const chunks = [];
        incoming.once("error", () => done(undefined));
        incoming.on("data", (chunk) => chunks.push(chunk));
        incoming.once("end", () => done({ backend, incoming, body: Buffer.concat(chunks) }));
      });
      for (const [name, value] of Object.entries(headers)) {
        if (!["connection", "keep-alive"].includes(name)) outgoing.setHeader(name, value);
      }
      if (headers["x-forwarded-for"] === undefined) outgoing.setHeader("x-forwarded-for", front.client);
      outgoing.once("error", () => done(undefined));
      outgoing.end(body);
    });

  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method, url, headers } = request;
    // WHY the next server also after an answer that broke off: this is what a load balancer does
    // that tries again, and the same request then arrives twice.
    const order = backends.map((_, step) => backends[(turn + step) % backends.length]);
    turn += 1;
    let answered;
    for (const backend of order) {
      answered = await pass(backend, { method, url, headers }, body);
      if (answered !== undefined) break;
    }
    if (answered === undefined) return void response.writeHead(502).end();
    const { incoming } = answered;
    const exchange = {
      backend: answered.backend,
      method,
      url,
      headers,
      body: body.toString(),
      answer: { status: incoming.statusCode, headers: incoming.headers, body: answered.body.toString() },
    };
    front.record?.push(exchange);
    if (!(await front.deliver(exchange))) return void response.destroy();
    const { connection, "transfer-encoding": _, ...kept } = incoming.headers;
    response.writeHead(incoming.statusCode, kept).end(answered.body);
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return front;
}
