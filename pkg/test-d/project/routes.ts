// Made by `cora project apply` from cora.project.yaml and the manifests of modules. Do not edit.

/** The routes, for `createClient<paths>()` of `openapi-fetch`. */
export interface paths {
  "/kb/bases": {
    get: Operation<{ path?: never }>;
    post: Operation<{ path?: never }>;
  };
  "/kb/files/{rest}": {
    delete: Operation<{ path: { rest: string } }>;
    get: Operation<{ path: { rest: string } }>;
    head: Operation<{ path: { rest: string } }>;
    options: Operation<{ path: { rest: string } }>;
    patch: Operation<{ path: { rest: string } }>;
    post: Operation<{ path: { rest: string } }>;
    put: Operation<{ path: { rest: string } }>;
  };
}

interface Operation<Parameters> {
  parameters: Parameters & { query?: Record<string, string> };
  requestBody?: { content: { "application/json": unknown } };
  responses: { default: { headers: Record<string, unknown>; content: { "application/json": unknown } } };
}

/** The routes, with those who may use them. */
export const routes = [
  { access: "kb:read", method: "GET", path: "/kb/bases" },
  { access: "session", method: "POST", path: "/kb/bases" },
  { access: "public", method: "ANY", path: "/kb/files/{rest+}" },
] as const;
