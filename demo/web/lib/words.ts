import type { OutcomeKind, Stage, Verdict } from "@cora/auth";

/** Returns a code as words: `owned_domain` becomes "owned domain". */
export const readable = (code: string) => code.replaceAll("_", " ");

/** Returns a message from Cora, in lower case without a full stop, as a sentence. */
export function sentence(message: string): string {
  const begun = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

const OUTCOMES: Record<OutcomeKind, string> = {
  returning: "The person is known and comes in.",
  provisioned: "The person comes in; an account is made for them.",
  linked: "The person comes in; this login is added to the account they have.",
  link_confirmation_required: "There is an account like this already; the person has to confirm that it is theirs.",
  approval_required: "Somebody of the organization has to let the person in.",
  waitlisted: "The person is put on the waitlist.",
  sso_required: "The person has to come by their organization’s single sign-on.",
  denied: "The person stays out.",
};

/** Returns the meaning of an outcome, as a sentence about the person. */
export const outcomeSentence = (outcome: OutcomeKind) => OUTCOMES[outcome];

const WELCOMES: Partial<Record<OutcomeKind, string>> = {
  returning: "You are known here. Welcome back.",
  provisioned: "You were not known here until now. An account was made for you.",
  linked: "This sign-in was added to the account that you have already.",
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
  domain: "E-mail domain",
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
