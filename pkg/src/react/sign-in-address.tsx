"use client";

/** The field of the sign-in page for an address that leads to its organization's connection. */

import { useId, useState } from "react";

import { AuthChangeError } from "./errors.js";
import type { SignInTexts } from "./sign-in-texts.js";
import type { UnauthenticatedAuth } from "./state.js";

/** Asks for an address, and signs the visitor in with the connection that it leads to. */
export function SignInAddress({
  auth,
  isLeaving,
  leave,
  texts,
}: {
  readonly auth: UnauthenticatedAuth;
  /** Set while another way was chosen. */
  readonly isLeaving: boolean;
  readonly leave: (chosen: { readonly connectionId: string; readonly loginHint: string }) => void;
  readonly texts: SignInTexts;
}) {
  const id = useId();
  const [address, setAddress] = useState("");
  const [now, setNow] = useState<
    { readonly is: "ready" | "asking" } | { readonly is: "refused"; readonly why: string }
  >({ is: "ready" });

  async function go() {
    const loginHint = address.trim();
    setNow({ is: "asking" });
    try {
      const connectionId = await auth.connectionOf(loginHint);
      if (connectionId === null) return setNow({ is: "refused", why: texts.addressUnknown });
      setNow({ is: "ready" });
      leave({ connectionId, loginHint });
    } catch (reason) {
      setNow({ is: "refused", why: reason instanceof AuthChangeError ? reason.message : texts.signInFailed });
    }
  }
  return (
    <form
      className="cora-address"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <label htmlFor={id}>{texts.address}</label>
      <input
        id={id}
        type="email"
        autoComplete="username"
        maxLength={320}
        required
        value={address}
        aria-describedby={now.is === "refused" ? `${id}why` : undefined}
        onChange={(event) => setAddress(event.target.value)}
      />
      <button type="submit" disabled={isLeaving || now.is === "asking"}>
        {texts.addressContinue}
      </button>
      {now.is === "refused" && (
        <p id={`${id}why`} role="alert">
          {now.why}
        </p>
      )}
    </form>
  );
}
