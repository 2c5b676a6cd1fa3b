import { createServer, request as call } from "node:http";

/**
 * Starts a proxy in front of Cora that records each request. It can be told to drop every request,
 * or to answer one path itself. Otherwise it forwards requests unchanged.
 */
export async function createTap(target) {
  const requests = [];
  const standIns = new Map();
  let down = false;
  const server = createServer((request, response) => {
    if (down) return request.socket.destroy();
    requests.push({ method: request.method, path: request.url });
    const standIn = standIns.get(request.url);
    if (standIn !== undefined) {
      response.writeHead(standIn.status ?? 200, { "content-type": "application/json" });
      return response.end(typeof standIn.body === "string" ? standIn.body : JSON.stringify(standIn.body));
    }
    const onward = call(
      new URL(request.url, target),
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Counts the requests of a path so far. */
    requestsOf: (path) => requests.filter((request) => request.path === path).length,
    setDown(value) {
      down = value;
    },
    /** Sets an answer to a path, `{ status?, body }`; with `undefined`, Cora answers it again. */
    standIn(path, answer) {
      if (answer === undefined) standIns.delete(path);
      else standIns.set(path, answer);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
