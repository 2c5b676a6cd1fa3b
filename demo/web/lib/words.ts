import type { OutcomeKind, Stage, Verdict } from "@cora/auth";

/** Returns a code as words: `owned_domain` becomes "owned domain". */
export const readable = (code: string) => code.replaceAll("_", " ");

/** Returns a message from Cora, in lower case without a full stop, as a sentence. */
export function sentence(message: string): string {
  const begun = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

const OUTCOMES: Record<OutcomeKind, string> = {
  returning: "The person is known and is signed in.",
  provisioned: "The person is signed in with a new account.",
  linked: "The person is signed in, and this login is added to their account.",
  link_confirmation_required:
    "An account with this address already exists; the person has to confirm that it is theirs.",
  approval_required: "An administrator of the organization has to approve the person.",
  waitlisted: "The person is put on the waitlist.",
  sso_required: "The person has to use their organization’s single sign-on.",
  denied: "The person is denied access.",
};

/** Returns the meaning of an outcome, as a sentence about the person. */
export const outcomeSentence = (outcome: OutcomeKind) => OUTCOMES[outcome];

const WELCOMES: Partial<Record<OutcomeKind, string>> = {
  returning: "Welcome back.",
  provisioned: "Welcome. We created an account for you.",
  linked: "This sign-in was added to your existing account.",
};

/** Returns the meaning of an outcome, as a sentence to the admitted person. */
export const welcomeSentence = (outcome: OutcomeKind) => WELCOMES[outcome] ?? outcomeSentence(outcome);

const STAGES: Record<Stage, string> = {
  identity: "Identity",
  connection_status: "Connection status",
  account: "Account",
  bootstrap: "Bootstrap",
  invitation: "Invitation",
  connection: "Organization’s connection",
  group: "Group",
  domain: "Email domain",
  access: "Access mode",
};

/** Returns the name of a stage. */
export const stageName = (stage: Stage) => STAGES[stage];

/** The mark of each verdict. */
export const VERDICT_MARKS: Record<Verdict, string> = {
  matched: "✓",
  denied: "✗",
  not_matched: "–",
  passed: "·",
  not_evaluated: "·",
};
