import { Suspense } from "react";

import { protect } from "../../proxy";
import { Members } from "./members";

async function OfOrganization() {
  const { organization } = await protect({ role: "org_user" });
  return <Members orgId={organization!.id} />;
}

export default function Page() {
  return (
    <Suspense>
      <OfOrganization />
    </Suspense>
  );
}
