import { TestAuthProvider, testId } from "@cora/auth/testing";
import { CoraProvider, OrganizationSwitcher, Show, UserButton, useUnifiedAuth } from "@cora/auth/react";
import { act, createElement } from "react";
import { createRoot } from "react-dom/client";

globalThis.IS_REACT_ACT_ENVIRONMENT = true;

function Who() {
  const auth = useUnifiedAuth();
  const can = auth.can("members:manage", testId("organization Acme"));
  return createElement("p", null, `${auth.status} ${auth.fullName ?? ""} ${can}`);
}

const page = () =>
  createElement(
    "div",
    null,
    createElement(Who),
    createElement(Show, { when: { signedOut: true } }, createElement("i", null, "signed out")),
    createElement(UserButton),
    createElement(OrganizationSwitcher),
  );

async function shown(element) {
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  await act(async () => root.render(element));
  return { place, end: () => act(async () => root.unmount()) };
}

const signedOut = { session: { status: "unauthenticated" }, fullName: null, serverTime: 1, answers: null };

test("w15: jsdom has no channel between tabs, and a page of Cora's sessions works", async () => {
  expect(typeof BroadcastChannel).toBe("undefined");
  const { place, end } = await shown(createElement(CoraProvider, { initial: signedOut }, page()));
  expect(place.querySelector("p").textContent).toBe("unauthenticated  false");
  expect(place.querySelector("i").textContent).toBe("signed out");
  await end();
});

test("w15: a component is tested with a session of the testing entry", async () => {
  const auth = { status: "authenticated", fullName: "Dora", organizations: [{ name: "Acme", role: "org_admin" }] };
  const { place, end } = await shown(createElement(TestAuthProvider, { auth }, page()));
  expect(place.querySelector("p").textContent).toBe("authenticated Dora true");
  expect(place.querySelector("i")).toBeNull();
  await end();
});
