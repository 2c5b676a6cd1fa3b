// A web application of the tests: a server on a port of its own.
import { createServer } from "node:http";

/**
 * Serves `handler` while `use` runs. `use` gets the origin, and `answer` takes the handler, for
 * applications that need to know their origin first.
 */
export async function serving(use) {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  try {
    await use({ origin, answer: (handler) => server.on("request", handler) });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Registers a web application with these paths for its callback and for the end of a logout. */
export const registered = (world, name, origin, callback, signedOut = "/signed-out") =>
  world.register(name, "web", [
    ...["--redirect-uri", `${origin}${callback}`],
    ...["--post-logout-redirect-uri", `${origin}${signedOut}`],
  ]);
