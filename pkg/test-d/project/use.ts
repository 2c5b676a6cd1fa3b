// The types of the routes of a project, as an application uses them. `routes.ts` is as `cora
// project apply` makes it.
import createClient from "openapi-fetch";

import { type paths, routes } from "./routes.js";

const client = createClient<paths>({ baseUrl: "https://api.acme.example" });
export const file = await client.GET("/kb/files/{rest}", { params: { path: { rest: "a/b" } } });
await client.GET("/kb/bases", { params: { query: { page: "2" } } });
await client.POST("/kb/bases", { body: { name: "B" } });
// @ts-expect-error: there is no such path.
await client.GET("/kb/base");
// @ts-expect-error: a parameter is missing.
await client.GET("/kb/files/{rest}", {});
// @ts-expect-error: the path does not have the method.
await client.PUT("/kb/bases", {});
export const access: "kb:read" = routes[0].access;
