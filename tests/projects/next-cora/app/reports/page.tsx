import { protect, signOut } from "../../proxy";

async function act() {
  "use server";
  await protect();
}

async function leave() {
  "use server";
  await signOut();
}

export default async function Reports() {
  const { fullName, organization } = await protect({ role: "org_user" });
  return (
    <>
      <h1>{`Reports of ${organization?.name} for ${fullName}`}</h1>
      <form action={act}>
        <button id="act">Act</button>
      </form>
      <form action={leave}>
        <button id="leave">Leave</button>
      </form>
    </>
  );
}
