/** The application's own permissions, as the type checker knows them. */

import type { Register } from "./index.js";

/**
 * A permission that the application defines; none until `cora generate types` has written them into
 * {@link Register}.
 */
export type ApplicationPermission = Register extends { readonly permission: infer Known extends string }
  ? Known
  : never;
