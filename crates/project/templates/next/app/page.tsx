import { project } from "../cora.generated/project";
import { auth } from "../proxy";

export default async function Page() {
  const session = await auth();
  if (session.status !== "authenticated") {
    return (
      <main>
        <h1>{project.displayName}</h1>
        <a href="/api/auth/sign-in">Sign in</a>
      </main>
    );
  }
  return (
    <main>
      <h1>Hello, {session.fullName}</h1>
      <form method="post" action="/api/auth/sign-out"><button>Sign out</button></form>
    </main>
  );
}
