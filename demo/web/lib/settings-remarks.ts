import type { Remark } from "../components/findings";
import type { ConnectionIssue } from "./connections";
import { jsonPlaces, lineOf, placeInMessage, placeOf } from "./json-places";

/** Returns issues as remarks on a text, each with its line. */
export function remarksOn(text: string, issues: readonly ConnectionIssue[]): readonly Remark[] {
  const places = jsonPlaces(text);
  return issues.map(({ help, ...issue }) => {
    const place = placeInMessage(text, issue.message) ?? placeOf(places, issue.path);
    return { ...issue, fix: help, place, line: place && lineOf(text, place) };
  });
}
