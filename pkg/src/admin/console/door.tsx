"use client";

import { useState } from "react";
import type { ReactNode } from "react";

import { ServerError } from "../../client/index.js";
import { useCommand } from "../data/command.js";
import type { ConsoleSession } from "../data/console-session.js";
import { TextField } from "../parts/field.js";
import { Failure, Notice } from "../parts/notice.js";
import { readable } from "../parts/text.js";
import { useAdmin } from "../provider.js";

/** Properties of {@link ConsoleDoor}. */
export interface ConsoleDoorProps {
  readonly session: ConsoleSession;
  /** Asks for the session again after a step that changes it. */
  readonly refresh: () => void;
  /** Goes to the provider's page. */
  readonly leave: (url: string) => void;
}

/** The page of the console for a person who is not signed in: sign in, or set up. */
export function ConsoleDoor({ leave, refresh, session }: ConsoleDoorProps) {
  const { console: words } = useAdmin().texts;
  return (
    <main className="cora-door">
      {session.needsSetup && session.kind === undefined ? (
        <>
          <Setup refresh={refresh} />
          {session.signIn.kind === "redirect" && <SignIn session={session} leave={leave} />}
        </>
      ) : (
        <>
          <h1>{words.name}</h1>
          <p className="cora-lead">{session.kind === "setup" ? words.becomeOwnerNow : words.signInLead}</p>
          {session.reason !== undefined && (
            <Notice tone="info" role="status" title={words.reasons[session.reason] ?? readable(session.reason)} />
          )}
          <SignIn session={session} leave={leave} />
        </>
      )}
    </main>
  );
}

function SignIn({ leave, session }: Pick<ConsoleDoorProps, "leave" | "session">) {
  const { location, texts } = useAdmin();
  const { console: words, shared } = texts;
  const { error, pending, run } = useCommand();
  const { kind, missing } = session.signIn;
  const begin = async () => {
    const answer = await run<{ readonly authorizationUrl: string }>({
      method: "POST",
      path: "/console/api/session",
      body: { returnTo: location.current() },
      reads: true,
    });
    if (answer !== undefined) leave(answer.authorizationUrl);
  };
  if (kind !== "redirect")
    return (
      <Notice
        tone="warn"
        title={
          kind === "application_only"
            ? words.applicationOnly
            : kind === "unavailable"
              ? words.unavailable(missing ?? "")
              : words.noSignIn
        }
      >
        <Command />
      </Notice>
    );
  return (
    <>
      <button type="button" className="cora-button cora-primary" disabled={pending} onClick={() => void begin()}>
        {words.signIn}
      </button>
      {error !== null && <Failure error={error} title={shared.refused} />}
    </>
  );
}

const Command = (): ReactNode => (
  <p>
    <code dir="ltr">cora console link</code>
  </p>
);

function Setup({ refresh }: Pick<ConsoleDoorProps, "refresh">) {
  const { console: words, shared } = useAdmin().texts;
  const { error, pending, run } = useCommand();
  const [token, setToken] = useState("");
  const send = async () => {
    const body = { token: token.trim() };
    const answer = await run({ method: "POST", path: "/console/api/setup", body, reads: true });
    setToken("");
    if (answer !== undefined) refresh();
  };
  return (
    <>
      <h1>{words.setup}</h1>
      <p className="cora-lead">{words.setupLead}</p>
      <form
        className="cora-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextField
          label={words.setupToken}
          type="password"
          dir="ltr"
          autoComplete="off"
          value={token}
          change={setToken}
          required
          {...(error instanceof ServerError && error.status === 401 && { error: error.message })}
        />
        <div className="cora-buttons">
          <button type="submit" className="cora-button cora-primary" disabled={pending || token.trim() === ""}>
            {words.setupNext}
          </button>
        </div>
      </form>
      {error !== null && <Failure error={error} title={shared.refused} />}
    </>
  );
}
