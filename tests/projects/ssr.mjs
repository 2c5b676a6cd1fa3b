// Renders a screen on a server, where nothing is asked and no browser is there.
import { AdminProvider, MembersScreen } from "@cora/auth/admin";
import { createCoraClient } from "@cora/auth/client";
import { createElement } from "react";
import { renderToString } from "react-dom/server";

const client = createCoraClient({ baseUrl: "https://cora.acme.example", fetch: () => new Promise(() => {}) });
const person = { userId: "0190aaaa-1111-7111-8111-111111111111", name: "Ana Ito" };
const screen = createElement(MembersScreen, { orgId: person.userId });
process.stdout.write(renderToString(createElement(AdminProvider, { client, person, can: () => true }, screen)));
