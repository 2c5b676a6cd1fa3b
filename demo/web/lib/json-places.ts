/**
 * The place of a value, or of a member's name, in a text: from `start` up to `end`, in UTF-16
 * units.
 */
export interface Place {
  readonly start: number;
  readonly end: number;
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,\]}]+/y;

/**
 * Returns the place of each value of a JSON text, by its JSON Pointer (RFC 6901); a member's place
 * is that of its name. For a text that is not JSON, returns the places before the fault.
 */
export function jsonPlaces(text: string): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  let at = 0;

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  }

  /** Reads items up to a closing bracket and returns `true` if it was found. */
  function list(end: string, item: (index: number) => boolean): boolean {
    at += 1;
    for (let index = 0; ; index += 1) {
      take(SPACE);
      if (text[at] === end) {
        at += 1;
        return true;
      }
      if (!item(index)) return false;
      take(SPACE);
      if (text[at] === ",") at += 1;
      else if (text[at] !== end) return false;
    }
  }

  function member(pointer: string): boolean {
    const start = at;
    const quoted = take(STRING);
    if (quoted === undefined) return false;
    let name: string;
    try {
      name = JSON.parse(quoted) as string;
    } catch {
      return false;
    }
    const path = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const place = { start, end: at };
    take(SPACE);
    if (text[at] !== ":") return false;
    at += 1;
    const complete = value(path);
    places.set(path, place);
    return complete;
  }

  function value(pointer: string): boolean {
    take(SPACE);
    const start = at;
    let complete: boolean;
    if (text[at] === "{") complete = list("}", () => member(pointer));
    else if (text[at] === "[") complete = list("]", (index) => value(`${pointer}/${index}`));
    else complete = take(text[at] === '"' ? STRING : SCALAR) !== undefined;
    places.set(pointer, { start, end: text[start] === "{" || text[start] === "[" ? start + 1 : at });
    return complete;
  }

  value("");
  return places;
}

/**
 * Returns the place of a pointer, or of its nearest existing parent if it points at a default
 * value.
 */
export function placeOf(places: ReadonlyMap<string, Place>, pointer: string): Place | undefined {
  for (let path = pointer; ; path = path.slice(0, path.lastIndexOf("/"))) {
    const place = places.get(path);
    if (place !== undefined || path === "") return place;
  }
}

/** Returns the place that a parser message names: `… at line 2 column 8`. */
export function placeInMessage(text: string, message: string): Place | undefined {
  const found = / at line (\d+) column (\d+)$/.exec(message);
  if (!found) return undefined;
  const before = text.split("\n").slice(0, Number(found[1]) - 1);
  const start = Math.min(before.reduce((sum, line) => sum + line.length + 1, 0) + Number(found[2]) - 1, text.length);
  return { start, end: Math.min(start + 1, text.length) };
}

/** Returns the line of a place, counted from 1. */
export const lineOf = (text: string, place: Place): number => text.slice(0, place.start).split("\n").length;
