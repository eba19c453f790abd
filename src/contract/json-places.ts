/** Where something stands in a text, counted from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Tells where the values of a JSON text stand. */
export interface JsonPlaces {
  /**
   * @param path - keys from the root; the deepest one that exists counts
   * @returns the place of its key, or of an element of a list its own
   */
  find(path: readonly (string | number)[]): TextPlace;
  /** Where the first key stands that its object has already. A large file is no one's handwriting, and is not searched. */
  findDuplicate(): TextPlace | undefined;
}

const MAX_SEARCHED = 1_000_000;

/**
 * Finds places in a JSON text that is well formed. What is not on the way is skipped without being parsed: a document of 10 MB may
 * have hundreds of problems.
 */
export function jsonPlaces(text: string): JsonPlaces {
  /** Where the values begin that have been found, by the path to them. */
  const known = new Map<string, number>();
  return {
    find(path) {
      const keys = path.map(String);
      let value = skipSpace(text, 0);
      let best = value;
      for (const [index, key] of keys.entries()) {
        const name = JSON.stringify(keys.slice(0, index + 1));
        const member = known.get(name) ?? findMember(text, value, key);
        if (member === undefined) break;
        known.set(name, member);
        best = member;
        value = text[value] === '{' ? valueStart(text, member) : member;
      }
      return placeOf(text, best);
    },
    findDuplicate() {
      const offset = text.length > MAX_SEARCHED ? undefined : findDuplicate(text);
      return offset === undefined ? undefined : placeOf(text, offset);
    },
  };
}

function placeOf(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

const SPACE = /[ \t\r\n]*/y;
const LITERAL = /[^\s,\]}]*/y;

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

/** Where the member of an object, or the element of a list, begins that a key names. */
function findMember(text: string, holder: number, key: string): number | undefined {
  const isObject = text[holder] === '{';
  if (!isObject && text[holder] !== '[') return undefined;
  for (const [index, member] of iterate(text, holder)) {
    const name = isObject ? keyAt(text, member) : String(index);
    if (name === key) return member;
  }
  return undefined;
}

/** The members of an object or list, with their positions and where each begins. */
function* iterate(text: string, holder: number): Generator<readonly [index: number, offset: number]> {
  const isObject = text[holder] === '{';
  let at = skipSpace(text, holder + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index += 1) {
    yield [index, at];
    at = skipSpace(text, skipValue(text, isObject ? valueStart(text, at) : at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
}

function keyAt(text: string, member: number): string {
  return JSON.parse(text.slice(member, skipText(text, member))) as string;
}

/** Where the value of a member begins. */
function valueStart(text: string, member: number): number {
  return skipSpace(text, skipSpace(text, skipText(text, member)) + 1);
}

/** Behind the closing quote. */
function skipText(text: string, quote: number): number {
  for (let end = text.indexOf('"', quote + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}

const DELIMITER = /["{}[\]]/g;

function skipValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return skipText(text, start);
  if (first !== '{' && first !== '[') {
    LITERAL.lastIndex = start;
    LITERAL.exec(text);
    return LITERAL.lastIndex;
  }
  let depth = 0;
  DELIMITER.lastIndex = start;
  for (let found = DELIMITER.exec(text); found !== null; found = DELIMITER.exec(text)) {
    if (found[0] === '"') DELIMITER.lastIndex = skipText(text, found.index);
    else depth += found[0] === '{' || found[0] === '[' ? 1 : -1;
    if (depth === 0) return DELIMITER.lastIndex;
  }
  return text.length;
}

function findDuplicate(text: string): number | undefined {
  const open = [skipSpace(text, 0)];
  while (open.length > 0) {
    const holder = open.pop() as number;
    const members = text[holder] === '{' || text[holder] === '[' ? [...iterate(text, holder)] : [];
    if (text[holder] !== '{') {
      open.push(...members.map(([, element]) => element));
      continue;
    }
    const keys = new Set<string>();
    const duplicate = members.find(([, member]) => keys.size === keys.add(keyAt(text, member)).size);
    if (duplicate !== undefined) return duplicate[1];
    open.push(...members.map(([, member]) => valueStart(text, member)));
  }
  return undefined;
}
