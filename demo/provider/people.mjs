/**
 * The people who can log in. Their subjects are fixed, so that they stay the same people when the provider restarts.
 * What is said of each is what the seed data of the demo makes true.
 */
export const PEOPLE = [
  {
    subject: "usr_grace",
    email: "grace@platform.example",
    emailVerified: true,
    givenName: "Grace",
    familyName: "Owner",
    note: "Denied at first. With the setup token she becomes the first owner of the platform.",
  },
  {
    subject: "usr_ivan",
    email: "ivan@partner.example",
    emailVerified: true,
    givenName: "Ivan",
    familyName: "Invited",
    note: "Has a pending invitation to Acme.",
  },
  {
    subject: "usr_dora",
    email: "dora@acme.example",
    emailVerified: true,
    givenName: "Dora",
    familyName: "Domain",
    note: "Nobody invited her; her e-mail domain belongs to Acme.",
  },
  {
    subject: "usr_erik",
    email: "erik@late.example",
    emailVerified: true,
    givenName: "Erik",
    familyName: "Expired",
    note: "His invitation to Acme has expired.",
  },
  {
    subject: "usr_uma",
    email: "uma@acme.example",
    emailVerified: false,
    givenName: "Uma",
    familyName: "Unverified",
    note: "Has an address at Acme that she never verified.",
  },
  {
    subject: "usr_sam",
    email: "sam@stranger.example",
    emailVerified: true,
    givenName: "Sam",
    familyName: "Stranger",
    note: "Nobody knows him here.",
  },
];

/** The full name, as the `name` claim carries it. */
export const fullName = (person) => `${person.givenName} ${person.familyName}`;

/** The claims about a person in ID token and access token (OpenID Connect Core §5.1). */
export const claimsOf = (person) => ({
  email: person.email,
  email_verified: person.emailVerified,
  name: fullName(person),
  given_name: person.givenName,
  family_name: person.familyName,
});

/** The person with that subject, or `undefined`. */
export const personBySubject = (subject) => PEOPLE.find((person) => person.subject === subject);
