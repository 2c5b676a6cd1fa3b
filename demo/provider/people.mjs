/**
 * The people who can log in, and at which provider. Who is at both has the same address there and another subject: a subject means something
 * at its own issuer only. Subjects are fixed, so that they stay the same people when a provider restarts. What is said of each is what the
 * seed data of the demo makes true.
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
        note: "Denied at first. With the setup token she becomes the first owner of the platform.",
      },
      partner: {
        subject: "6f1d3c52-9d0b-4f6e-8a53-0c1f6f0a7e01",
        username: "grace",
        groups: ["/staff", "/staff/platform"],
        roles: ["offline_access", "platform-operator"],
        note: "The same Grace. Known by her verified address once she is the owner of the platform.",
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
        note: "The same Ivan, whose home is here.",
      },
    },
  },
  {
    email: "dora@acme.example",
    emailVerified: true,
    givenName: "Dora",
    familyName: "Domain",
    at: {
      demo: { subject: "usr_dora", note: "Nobody invited her; her e-mail domain belongs to Acme." },
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
    at: { demo: { subject: "usr_olga", note: "Owns Acme, and has never come by this provider: her first login is linked to her account." } },
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
    at: { demo: { subject: "usr_sam", note: "Nobody knows him here." } },
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
        note: "Has an account at this provider only. Nobody knows her in the application.",
      },
    },
  },
];

/** The people who can log in at a provider, with what they are there. */
export const peopleAt = (provider) =>
  PEOPLE.filter((person) => provider in person.at).map(({ at, ...person }) => ({ ...person, ...at[provider] }));

/** The full name, as the `name` claim carries it. */
export const fullName = (person) => `${person.givenName} ${person.familyName}`;
