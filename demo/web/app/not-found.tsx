import Link from "next/link";

export default function NotFound() {
  return (
    <section className="card">
      <h1>There is no such page</h1>
      <p>
        <Link href="/">Go to the start</Link>
      </p>
    </section>
  );
}
