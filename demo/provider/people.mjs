/**
 * The people who can log in, and the providers that know them. A person at both has the same
 * address but a different subject at each: a subject means something at its own issuer only.
 * Subjects are fixed, so that people keep their identity when a provider restarts. The seed data of
 * the demo makes the notes true.
 */
export const PEOPLE = [
  {
    email: "grace@platform.example",
    emailVerified: true,
    givenName: "Grace",
    familyName: "Owner",
    at: {
      demo: {
        subject: "usr_grace",
        note: "Denied at first. With the setup token, she becomes the first owner of the platform.",
      },
      partner: {
        subject: "6f1d3c52-9d0b-4f6e-8a53-0c1f6f0a7e01",
        username: "grace",
        groups: ["/staff", "/staff/platform"],
        roles: ["offline_access", "platform-operator"],
        note: "The same Grace. Recognized by her verified address once she owns the platform.",
      },
    },
  },
  {
    email: "ivan@partner.example",
    emailVerified: true,
    givenName: "Ivan",
    familyName: "Invited",
    at: {
      demo: { subject: "usr_ivan", note: "Has a pending invitation to Acme." },
      partner: {
        subject: "6f1d3c52-9d0b-4f6e-8a53-0c1f6f0a7e02",
        username: "ivan",
        groups: ["/staff"],
        roles: ["offline_access"],
        note: "The same Ivan; this provider is his home.",
      },
    },
  },
  {
    email: "dora@acme.example",
    emailVerified: true,
    givenName: "Dora",
    familyName: "Domain",
    at: {
      demo: { subject: "usr_dora", note: "Not invited; her email domain belongs to Acme." },
      partner: {
        subject: "6f1d3c52-9d0b-4f6e-8a53-0c1f6f0a7e03",
        username: "dora",
        groups: ["/guests"],
        roles: ["offline_access"],
        note: "The same Dora.",
      },
    },
  },
  {
    email: "olga@acme.example",
    emailVerified: true,
    givenName: "Olga",
    familyName: "Organizer",
    at: {
      demo: {
        subject: "usr_olga",
        note: "Owns Acme, but has never used this provider: her first login is linked to her account.",
      },
    },
  },
  {
    email: "erik@late.example",
    emailVerified: true,
    givenName: "Erik",
    familyName: "Expired",
    at: { demo: { subject: "usr_erik", note: "His invitation to Acme has expired." } },
  },
  {
    email: "uma@acme.example",
    emailVerified: false,
    givenName: "Uma",
    familyName: "Unverified",
    at: { demo: { subject: "usr_uma", note: "Has an address at Acme that she never verified." } },
  },
  {
    email: "sam@stranger.example",
    emailVerified: true,
    givenName: "Sam",
    familyName: "Stranger",
    at: { demo: { subject: "usr_sam", note: "Unknown to the application." } },
  },
  {
    email: "petra@partner.example",
    emailVerified: true,
    givenName: "Petra",
    familyName: "Partner",
    at: {
      partner: {
        subject: "6f1d3c52-9d0b-4f6e-8a53-0c1f6f0a7e04",
        username: "petra",
        groups: ["/staff"],
        roles: ["offline_access"],
        note: "Has an account only at this provider. Unknown to the application.",
      },
    },
  },
];

/** Returns the people who can log in at a provider, with their data there. */
export const peopleAt = (provider) =>
  PEOPLE.filter((person) => provider in person.at).map(({ at, ...person }) => ({ ...person, ...at[provider] }));

/** Returns the full name, as in the `name` claim. */
export const fullName = (person) => `${person.givenName} ${person.familyName}`;
