"use client";

import type { Schema } from "../../../client/index.js";
import { useResource } from "../../data/resources.js";

/** Returns the kind of provider that the server knows by a name, with its settings. */
export function useKind(kind: string | undefined) {
  const kinds = useResource<Schema<"ConnectionKinds">>("/admin/idp-kinds");
  return { ...kinds, kind: kinds.data?.kinds.find((one) => one.kind === kind) };
}
