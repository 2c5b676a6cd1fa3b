import { createServer } from "node:net";

/** Returns a port below those that the system gives out by itself. */
export const freePort = async () => {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const free = await new Promise((done) =>
      server.once("error", () => done(false)).listen(port, "127.0.0.1", () => done(true)),
    );
    await new Promise((done) => server.close(done));
    if (free) return port;
  }
};
