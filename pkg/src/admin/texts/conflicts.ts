import type { Schema } from "../../client/index.js";

/** Texts of the queue of conflicts about addresses, and of claimed invitations. */
export const conflictsTexts = {
  title: "Conflicts",
  lead: "Sign-ins that wait for you: two identities say that an address is theirs.",
  none: "No conflict waits",
  noneText: "When a provider vouches for an address that somebody else holds, it appears here.",
  status: "Status",
  statuses: {
    open: "Open",
    same_person: "The same person",
    another_person: "Another person",
    dismissed: "Dismissed",
  } satisfies Record<Schema<"IdentityConflictStatus">, string>,
  all: "All, decided ones too",
  kind: "What happened",
  kinds: {
    second_subject: "Another identity of the same provider came with the holder’s address, and was refused.",
    email_conflict: "Somebody with an account proved the holder’s address, and does not get it.",
  } satisfies Record<Schema<"IdentityConflictKind">, string>,
  kindNames: { second_subject: "A second identity", email_conflict: "An address twice" } satisfies Record<
    Schema<"IdentityConflictKind">,
    string
  >,
  holder: "Holds the address",
  claimant: "Came with it",
  address: "Address",
  opened: "Since",
  samePerson: "The same person",
  samePersonTitle: (name: string) => `Is it ${name}?`,
  samePersonText:
    "Answer so only if you know it from elsewhere, such as the personnel office. An e-mail is no proof of it.",
  samePersonLinks: "The new identity is linked to the account, and the former one of that provider is removed.",
  samePersonJoins: "The two accounts become one. This cannot be taken back.",
  moves: "What becomes part of the account that stays",
  movesIdentities: (count: number) => (count === 1 ? "1 way to sign in" : `${count} ways to sign in`),
  movesMemberships: (count: number) => (count === 1 ? "1 membership" : `${count} memberships`),
  movesRequests: (count: number) => (count === 1 ? "1 request to join" : `${count} requests to join`),
  movesUnlinked: (count: number) =>
    count === 1 ? "1 way to sign in is removed" : `${count} ways to sign in are removed`,
  anotherPerson: "Another person",
  anotherPersonTitle: (name: string) => `Does somebody else have the address of ${name}?`,
  anotherPersonText: "The holder loses the address. The other person gets it the next time they sign in.",
  dismiss: "Dismiss",
  dismissTitle: "Dismiss this conflict?",
  dismissText: "Nothing changes. It is opened again if it happens again.",
  own: "It concerns your own account: somebody else has to decide.",
};
