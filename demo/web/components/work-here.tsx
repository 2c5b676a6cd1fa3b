"use client";

import { AuthChangeError } from "@cora/auth/react";
import type { AuthenticatedAuth } from "@cora/auth/react";
import { useState } from "react";

/** Switches to an organization, and reports a failure. */
export function WorkHere({
  organization,
  switchOrganization,
}: {
  readonly organization: AuthenticatedAuth["organizations"][number];
  readonly switchOrganization: AuthenticatedAuth["switchOrganization"];
}) {
  const [state, setState] = useState<
    { readonly now: "ready" | "changing" } | { readonly now: "failed"; readonly why: string }
  >({ now: "ready" });
  return (
    <p>
      <button
        type="button"
        className="quiet"
        disabled={state.now === "changing"}
        onClick={() => {
          setState({ now: "changing" });
          switchOrganization(organization.id).then(
            () => setState({ now: "ready" }),
            (reason: unknown) =>
              setState({
                now: "failed",
                why: reason instanceof AuthChangeError ? reason.message : "The change failed. Please try again.",
              }),
          );
        }}
      >
        {state.now === "changing" ? "Changing…" : `Work in ${organization.name}`}
      </button>
      {state.now === "failed" && <span role="alert"> {state.why}</span>}
    </p>
  );
}
