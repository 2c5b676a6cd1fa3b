import { Home } from "../components/home";
import type { SignInState } from "../components/signed-out";
import { server } from "../lib/auth";
import { failureSentence } from "../lib/sign-in-problem";

interface Props {
  readonly searchParams: Promise<{ readonly error?: string | string[]; readonly from?: string | string[] }>;
}

export default async function HomePage({ searchParams }: Props) {
  const { error, from } = await searchParams;
  const { auth, authjs } = server();
  const found = await authjs.getActiveAuthProvider();
  const signInState: SignInState = {
    by: found.status === "found" ? { displayName: found.connection.displayName } : { problem: found.code, sentence: failureSentence(found.code) },
    error: typeof error === "string" ? { code: error, sentence: failureSentence(error) } : null,
    wanted: auth.returnPath(from),
  };
  return <Home signInState={signInState} />;
}
