// A snippet of docs/admin-components.md, literally, with what it leaves out.
import { AdminProvider, MembersScreen } from "@cora/auth/admin";
import type { AdminProviderProps } from "@cora/auth/admin";

declare const shared: Pick<AdminProviderProps, "client" | "person" | "can">;
declare const orgId: string;

<AdminProvider {...shared} texts={{ people: { members: { title: "Mitglieder" } } }} locale="de" dir="ltr">
  <MembersScreen orgId={orgId} />
</AdminProvider>;
