import type { ConnectionIssue } from "../../lib/connections";

/** Lists issues. */
export function Issues({ issues }: { readonly issues: readonly ConnectionIssue[] }) {
  if (issues.length === 0) return null;
  return (
    <ul className="findings" data-testid="issues">
      {issues.map(({ code, help, message, path, severity }) => (
        <li key={`${path} ${code}`} className={severity} data-code={code}>
          <p>
            <strong>{severity === "error" ? "Error" : "Warning"}</strong> <code>{code}</code>{" "}
            {path !== "" && <span className="soft">at {path}</span>}
          </p>
          <p>{message}</p>
          {help !== null && <p className="soft">{help}</p>}
        </li>
      ))}
    </ul>
  );
}
