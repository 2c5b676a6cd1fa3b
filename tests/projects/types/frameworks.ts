// The adapters as Hono, Express and Node use them.
import { createServer } from "node:http";

import { createCora as forExpress } from "@cora/auth/express";
import { createCora as forHono } from "@cora/auth/hono";
import { createCora as forNode } from "@cora/auth/node";
import express from "express";
import { Hono } from "hono";

const hono = forHono();
const app = new Hono<{ Variables: { theme: string } }>();
app.use(hono.handler);
app.get("/reports", async (c) => {
  const { fullName } = await hono.protect(c, { role: "org_admin" });
  return c.json({ hello: fullName });
});

const cora = forExpress();
const server = express();
server.use(cora.handler);
server.get("/reports", cora.protect({ role: "org_admin" }), (_req, res) => {
  res.json({ hello: res.locals.cora.fullName });
});
server.get("/who", async (req, res) => {
  res.json(await cora.auth(req, res));
});

const node = forNode();
createServer(async (req, res) => {
  if (await node.handler(req, res)) return;
  const user = await node.protect(req, res);
  if (user !== null) res.end(`Hello, ${user.fullName}`);
});
