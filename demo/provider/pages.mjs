import { createHash } from "node:crypto";

import { fullName, peopleAt } from "./people.mjs";
import { PROVIDERS } from "./registry.mjs";

const STYLE = `
:root { color-scheme: light dark; --page: #f5f6f8; --card: #fff; --ink: #1a1d24; --soft: #59606e; --line: #d5d9e0; --accent: #1f4fd1; }
@media (prefers-color-scheme: dark) {
  :root { --page: #12141a; --card: #1b1e27; --ink: #eceef3; --soft: #a4abba; --line: #363c4a; --accent: #8fb0ff; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 2rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .25rem; }
p { margin: 0 0 1.25rem; color: var(--soft); }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .6rem; }
button { width: 100%; text-align: left; font: inherit; color: inherit; cursor: pointer; display: grid; gap: .1rem;
  background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem 1rem; }
button:hover { border-color: var(--accent); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
strong { font-weight: 600; }
.mail, .note { color: var(--soft); font-size: .925rem; }
`;

/** The policy that lets our pages load their own style sheet, and run and load nothing else. */
export const CONTENT_SECURITY_POLICY =
  `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; ` +
  "base-uri 'none'; frame-ancestors 'none'";

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text) => String(text).replace(/[&<>"']/g, (character) => escapes[character]);

const page = (title, content) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;

/**
 * Returns the login page of a provider: one button for each person, with a note on their special
 * case.
 */
export const loginPage = (provider, action) =>
  page(
    `Sign in – ${PROVIDERS[provider].displayName}`,
    `<h1>Who is signing in?</h1>
<p>This is <strong>${escape(PROVIDERS[provider].displayName)}</strong>, an OpenID provider of the demo. The protocol is real; instead of entering a password, you choose a person.</p>
<form method="post" action="${escape(action)}">
<ul>
${peopleAt(provider)
  .map(
    (person) => `<li><button type="submit" name="person" value="${escape(person.subject)}">
<strong>${escape(fullName(person))}</strong>
<span class="mail">${escape(person.email)}${person.emailVerified ? "" : " (not verified)"}</span>
<span class="note">${escape(person.note)}</span>
</button></li>`,
  )
  .join("\n")}
</ul>
</form>`,
  );

/** Returns a page for an error. */
export const errorPage = (code, description) =>
  page(
    "Sign-in failed",
    `<h1>Sign-in failed</h1>
<p>${escape(description || "Something went wrong at the provider.")} (${escape(code)})</p>
<p>Go back to the application and start again.</p>`,
  );
