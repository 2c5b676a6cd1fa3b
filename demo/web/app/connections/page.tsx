import type { Metadata } from "next";

import { Connections } from "../../components/connections/connections";
import { protect } from "../../lib/auth";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  await protect();
  return <Connections />;
}
