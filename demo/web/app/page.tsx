import { Home } from "../components/home";
import type { SignInState } from "../components/signed-out";
import { findActiveConnection } from "../lib/active-connection";
import { returnTarget } from "../lib/routes";

interface Props {
  readonly searchParams: Promise<{ readonly error?: string | string[]; readonly from?: string | string[] }>;
}

export default async function HomePage({ searchParams }: Props) {
  const { error, from } = await searchParams;
  const found = await findActiveConnection();
  const signInState: SignInState = {
    by: found.status === "found" ? { displayName: found.connection.displayName } : { problem: found.code },
    error: typeof error === "string" ? error : null,
    wanted: returnTarget(from),
  };
  return <Home signInState={signInState} />;
}
