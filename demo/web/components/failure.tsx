/** Explains a failure, and offers to try again. */
export function Failure({
  code,
  retry,
  text,
  title,
}: {
  readonly title: string;
  readonly text: string;
  readonly code: string;
  readonly retry: () => void;
}) {
  return (
    <section className="card failure" role="alert">
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <button type="button" onClick={retry}>
          Try again
        </button>
      </p>
      <p className="soft">
        Code: <code>{code}</code>
      </p>
    </section>
  );
}
