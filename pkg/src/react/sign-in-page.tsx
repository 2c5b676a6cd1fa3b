"use client";

/**
 * The ready-made page between a visitor and an application. Exported by `@cora/auth/react/pages`.
 */

import { useEffect, useId, useState } from "react";
import type { ReactNode } from "react";

import type { InvitationId } from "../index.js";
import type { RedirectOptions } from "./adapter.js";
import { NoAuthProviderError } from "./by-connection.js";
import { AuthChangeError } from "./errors.js";
import { useUnifiedAuth } from "./context.js";
import { SignInAddress } from "./sign-in-address.js";
import type { SignInState } from "./sign-in-state.js";
import { SIGN_IN_TEXTS } from "./sign-in-texts.js";
import type { SignInTexts } from "./sign-in-texts.js";
import type { AuthenticatedAuth, PendingAuth, UnauthenticatedAuth } from "./state.js";

/** Properties of {@link SignInPage}. */
export interface SignInPageProps {
  /** The state of sign-in on the server. */
  readonly state: SignInState;
  /**
   * Requests `state` from the server again: `useRouter().refresh` in Next.js. When absent, the page
   * is reloaded, and only when the user asks for it.
   */
  readonly reload?: () => void;
  /** The content before the button. */
  readonly intro?: ReactNode;
  /** The content below the page for a user who is signed in but not admitted, or not yet. */
  readonly pending?: (auth: PendingAuth) => ReactNode;
  /** Texts in other words or another language. */
  readonly texts?: Partial<SignInTexts>;
  /** The content for a user who is signed in. */
  readonly children: ReactNode;
}

/** The code with which Cora refuses a token of a connection that is no longer in use. */
const CHANGED = "connection_not_active";

/**
 * Shows its children to a user who is signed in, and to everybody else the next step: signing in,
 * waiting, confirming an account or an address, or trying again. A user who opened an invitation to
 * another address is asked for the code that was mailed there, and one whose own address has to be
 * proven for the code that was mailed to it: above the children if they are signed in. It has no
 * styles. Each `section` has the class `cora-page` and a class for its kind; the address form has
 * `cora-address`, the list of several connections `cora-choices`, the server's sentence
 * `cora-lead`, notes have `cora-note`, codes `cora-code`, and loading placeholders `cora-bone`.
 *
 * This is what people see, not access control: a server component among the children is sent to
 * anyone who requests the page, so it has to call `auth()` first.
 *
 * @example
 * ```tsx
 * <SignInPage state={state}><Dashboard /></SignInPage>
 * ```
 */
export function SignInPage({ children, intro, pending, reload, state, texts: given }: SignInPageProps) {
  const auth = useUnifiedAuth();
  const texts = { ...SIGN_IN_TEXTS, ...given };
  const { openInvitation } = auth;
  const invitation = state.invitation ?? null;
  const known = auth.status === "pending" || auth.status === "authenticated";
  const [opened, setOpened] = useState<string | null>(null);
  useEffect(() => {
    if (invitation !== null && known)
      void openInvitation(invitation as InvitationId).finally(() => setOpened(invitation));
  }, [invitation, known, openInvitation]);
  const again = () => {
    if (reload === undefined) globalThis.location.reload();
    else reload();
    void auth.refresh();
  };
  // A visitor who cannot sign in anyway is told that first.
  if ("problem" in state.by && (auth.status === "unauthenticated" || auth.status === "error")) {
    return (
      <Problem title={texts.nobodyCan} code={state.by.problem} text={state.by.sentence} again={again} texts={texts} />
    );
  }
  switch (auth.status) {
    case "loading":
      return <Loading texts={texts} />;
    case "unauthenticated":
      return <SignIn auth={auth} intro={intro} reload={reload} state={state} texts={texts} />;
    case "pending":
      // The answer without the invitation is not the one that counts.
      if (opened !== invitation) return <Loading texts={texts} />;
      return (
        <>
          <section className="cora-page cora-pending" role="alert">
            <h1>{texts.pending}</h1>
            <p className="cora-lead">{auth.message.text}</p>
            <p>
              <button type="button" onClick={() => void auth.refresh()}>
                {texts.checkAgain}
              </button>{" "}
              <button type="button" onClick={() => void auth.signOut().catch(() => auth.refresh())}>
                {texts.signOut}
              </button>
            </p>
            <Code message={auth.message} texts={texts} />
          </section>
          {auth.message.code === "confirm_account" && (
            <MailedCode auth={auth} title={texts.confirm} why={texts.confirmWhy} texts={texts} />
          )}
          {auth.message.code === "verify_email" && (
            <MailedCode auth={auth} title={texts.verify} why={texts.verifyWhy} texts={texts} />
          )}
          {auth.message.code === "claim_invitation" && (
            <MailedCode auth={auth} title={texts.claim} why={texts.claimWhy(null)} texts={texts} />
          )}
          {pending?.(auth)}
        </>
      );
    case "authenticated":
      return (
        <>
          {auth.explanation?.message === "claim_invitation" && (
            <MailedCode
              auth={auth}
              title={texts.claim}
              why={texts.claimWhy(redacted(auth.session.email))}
              texts={texts}
            />
          )}
          {auth.explanation?.message === "verify_email" && (
            <MailedCode auth={auth} title={texts.verify} why={texts.verifyWhy} texts={texts} />
          )}
          {children}
        </>
      );
    case "error":
      return (
        <Problem
          title={texts.failed}
          code={auth.message.code}
          text={auth.message.text}
          again={() => void auth.refresh()}
          texts={texts}
        />
      );
  }
}

function Loading({ texts }: { readonly texts: SignInTexts }) {
  return (
    <section className="cora-page cora-loading" role="status" aria-busy="true">
      <h1>{texts.loading}</h1>
      <div className="cora-bone" />
      <div className="cora-bone" />
    </section>
  );
}

function SignIn({
  auth,
  intro,
  reload,
  state,
  texts,
}: {
  readonly auth: UnauthenticatedAuth;
  readonly intro: ReactNode;
  readonly reload: (() => void) | undefined;
  readonly state: SignInState;
  readonly texts: SignInTexts;
}) {
  const { by, error, invitation, wanted } = state;
  const [now, setNow] = useState<
    { readonly is: "ready" | "leaving" } | { readonly is: "failed"; readonly why: string }
  >({ is: "ready" });
  const changed = auth.message?.code === CHANGED;
  // The page's knowledge of the active connection is as old as the page. A session that ended by a
  // switch shows that it is too old.
  useEffect(() => {
    if (changed) reload?.();
  }, [changed, reload]);
  const name = "displayName" in by ? by.displayName : "";
  const choices = "displayName" in by ? (by.choices ?? []) : [];
  const [only] = choices;
  const { byAddress = false } = state;
  const signIn = (chosen: Pick<RedirectOptions, "connectionId" | "loginHint">) => {
    setNow({ is: "leaving" });
    const redirectTo = returnTo(wanted, invitation ?? null, byAddress ? globalThis.location.pathname : "/");
    auth.signIn({ redirectTo, ...chosen }).catch((reason: unknown) => {
      setNow({
        is: "failed",
        why: reason instanceof NoAuthProviderError ? reason.message : texts.signInFailed,
      });
    });
  };

  return (
    <section className="cora-page cora-sign-in">
      <h1>{changed ? texts.changed : texts.title}</h1>
      {wanted !== null && <p className="cora-note">{texts.wanted}</p>}
      {changed && <p className="cora-note">{texts.changedWhy(name)}</p>}
      {auth.message !== null && !changed && <p className="cora-note">{auth.message.text}</p>}
      {error !== null && (
        <p className="cora-note" role="alert">
          {error.sentence}{" "}
          <span className="cora-code">
            {texts.code} <code>{error.code}</code>
          </span>
        </p>
      )}
      {intro ??
        (choices.length > 1 || name !== "" ? <p>{choices.length > 1 ? texts.choose : texts.by(name)}</p> : null)}
      {byAddress && <SignInAddress auth={auth} isLeaving={now.is === "leaving"} leave={signIn} texts={texts} />}
      {choices.length > 1 ? (
        <ul className="cora-choices">
          {choices.map((choice) => (
            <li key={choice.id}>
              <button type="button" disabled={now.is === "leaving"} onClick={() => signIn({ connectionId: choice.id })}>
                {texts.signInWith(choice.displayName)}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        // Without a connection of the platform, an address is the only way.
        (only !== undefined || !byAddress) && (
          <p>
            <button
              type="button"
              disabled={now.is === "leaving"}
              // Cora would ask again. Other adapters ask for the newest default themselves.
              onClick={() => signIn(byAddress && only !== undefined ? { connectionId: only.id } : {})}
            >
              {now.is === "leaving" ? texts.leaving : texts.signIn}
            </button>
          </p>
        )
      )}
      {choices.length > 1 && now.is === "leaving" && <p role="status">{texts.leaving}</p>}
      {now.is === "failed" && <p role="alert">{now.why}</p>}
    </section>
  );
}

function Problem({
  again,
  code,
  text,
  texts,
  title,
}: {
  readonly title: string;
  readonly code: string;
  readonly text: string;
  readonly again: () => void;
  readonly texts: SignInTexts;
}) {
  return (
    <section className="cora-page cora-problem" role="alert">
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <button type="button" onClick={again}>
          {texts.tryAgain}
        </button>
      </p>
      <Code message={{ code }} texts={texts} />
    </section>
  );
}

/** Shows the code and request identifier to pass on to support. */
function Code({
  message,
  texts,
}: {
  readonly message: { readonly code: string; readonly requestId?: string };
  readonly texts: SignInTexts;
}) {
  return (
    <p className="cora-code">
      {texts.code} <code>{message.code}</code>
      {message.requestId !== undefined && (
        <>
          , {texts.request} <code>{message.requestId}</code>
        </>
      )}
    </p>
  );
}

/** Returns the place after signing in: with an invitation, this page again, which opens it. */
function returnTo(wanted: string | null, invitation: string | null, home: string): string {
  if (invitation === null) return wanted ?? home;
  const parameters = new URLSearchParams({ invitation, ...(wanted !== null && { from: wanted }) });
  return `${globalThis.location.pathname}?${parameters}`;
}

/** Returns an address reduced to its first character and its domain, as the server does. */
const redacted = (address: string | null): string | null =>
  address === null ? null : `${address.slice(0, 1)}***${address.slice(address.lastIndexOf("@"))}`;

/**
 * Lets the user prove with a mailed code that an account, an address or an invitation is theirs.
 */
function MailedCode({
  auth,
  texts,
  title,
  why,
}: {
  readonly auth: AuthenticatedAuth | PendingAuth;
  readonly texts: SignInTexts;
  readonly title: string;
  readonly why: string;
}) {
  const id = useId();
  const [code, setCode] = useState("");
  const [now, setNow] = useState<
    { readonly is: "ready" | "sending" | "sent" } | { readonly is: "failed"; readonly why: string }
  >({ is: "ready" });

  async function send() {
    setNow({ is: "sending" });
    try {
      await auth.askLinkConfirmation();
      setNow({ is: "sent" });
    } catch (reason) {
      setNow({ is: "failed", why: reason instanceof AuthChangeError ? reason.message : texts.codeNotSent });
    }
  }
  return (
    <section className="cora-page cora-confirm" aria-labelledby={`${id}title`}>
      <h2 id={`${id}title`}>{title}</h2>
      <p>{why}</p>
      <p>
        <button type="button" disabled={now.is === "sending"} onClick={() => void send()}>
          {now.is === "sending" ? texts.codeSending : now.is === "sent" ? texts.codeSendAnother : texts.codeSend}
        </button>
      </p>
      {now.is === "sent" && <p role="status">{texts.codeSent}</p>}
      {now.is === "failed" && <p role="alert">{now.why}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // A user whose code was right does not see this form any more.
          void auth.confirmLink(code.trim()).then(() => setNow({ is: "failed", why: texts.codeWrong }));
        }}
      >
        <label htmlFor={`${id}code`}>{texts.codeLabel}</label>
        <input
          id={`${id}code`}
          value={code}
          autoComplete="one-time-code"
          spellCheck={false}
          onChange={(event) => setCode(event.target.value)}
        />
        <button type="submit" disabled={code.trim() === ""}>
          {texts.codeConfirm}
        </button>
      </form>
    </section>
  );
}
