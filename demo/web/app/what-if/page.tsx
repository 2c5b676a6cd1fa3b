import type { Metadata } from "next";

import { WhatIf } from "../../components/what-if";

export const metadata: Metadata = { title: "What if" };

export default function WhatIfPage() {
  return <WhatIf />;
}
