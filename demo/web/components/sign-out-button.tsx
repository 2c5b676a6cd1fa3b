"use client";

import { useState } from "react";
import { useUnifiedAuth } from "@cora/auth/react";

/** Signs out, and reports a failure. */
export function SignOutButton() {
  const { signOut } = useUnifiedAuth();
  const [failed, setFailed] = useState(false);
  return (
    <button
      type="button"
      className="quiet"
      onClick={() => {
        setFailed(false);
        signOut().catch(() => setFailed(true));
      }}
    >
      {failed ? "Sign-out failed. Try again" : "Sign out"}
    </button>
  );
}
