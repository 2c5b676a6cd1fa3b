import { AdminProvider, UsersScreen, historyLocation } from "@cora/auth/admin";
import { AdminConsole } from "@cora/auth/admin/console";
import { createCoraClient } from "@cora/auth/client";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@cora/auth/admin.css";

const user = {
  userId: "0190aaaa-1111-7111-8111-111111111111",
  email: "ana@acme.example",
  emailVerified: true,
  fullName: "Ana Ito",
  organizations: 1,
  platformRole: "platform_owner",
  status: "active",
  createdAt: "2026-03-01T10:00:00Z",
  version: 1,
};
const client = createCoraClient({
  baseUrl: location.origin,
  fetch: async () => Response.json({ success: true, data: { items: [user], next: null } }),
});
const location_ = historyLocation();
const base = location.pathname.replace(/\/$/, "");
if (location.search === "?console") history.replaceState(null, "", `${base}/users`);

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <AdminProvider
      client={client}
      person={{ userId: user.userId, name: "Ana Ito" }}
      can={(capability) => ["users:manage", "users:read"].includes(capability)}
      location={location_}
      locale="de"
      texts={{ people: { users: { title: "Konten" } } }}
    >
      {location.pathname.endsWith("/users") ? <AdminConsole base={base === "" ? "/" : base} /> : <UsersScreen />}
    </AdminProvider>
  </StrictMode>,
);
