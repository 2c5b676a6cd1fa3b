"use client";

import { decide, init } from "@cora/auth";
import { AuthProvider, useUnifiedAuth } from "@cora/auth/react";
import { authjsAdapter } from "@cora/auth/react/authjs";
import { situation } from "@cora/auth/testing";
import { useEffect, useState } from "react";

const adapter = authjsAdapter();

function Inner() {
  const { status } = useUnifiedAuth();
  const [kind, setKind] = useState("");
  useEffect(() => {
    init().then(
      () => setKind(decide(situation("domain") as never).outcome.kind),
      (error: unknown) => setKind(String(error)),
    );
  }, []);
  return <p id="who">{`client ${kind} ${status}`}</p>;
}

export const Who = () => (
  <AuthProvider adapter={adapter}>
    <Inner />
  </AuthProvider>
);
