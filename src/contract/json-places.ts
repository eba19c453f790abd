/** Where something stands in a text, counted from 1. */
interface TextPlace {
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
 * Finds places in a JSON text that is well formed. What is not on the way is skipped without being parsed, and never twice: a
 * document of 10 MB may have hundreds of problems.
 */
export function jsonPlaces(text: string): JsonPlaces {
  const holders = new Map<number, MemberIndex>();
  const lines = new LineIndex(text);
  const findMember = (holder: number, key: string): number | undefined => {
    const index = holders.get(holder) ?? new MemberIndex(text, holder);
    holders.set(holder, index);
    return index.find(key);
  };
  return {
    find(path) {
      let value = skipSpace(text, 0);
      let best = value;
      for (const key of path) {
        const member = findMember(value, String(key));
        if (member === undefined) break;
        best = member;
        value = text[value] === '{' ? valueStart(text, member) : member;
      }
      return lines.placeOf(best);
    },
    findDuplicate() {
      const offset = text.length > MAX_SEARCHED ? undefined : findDuplicate(text);
      return offset === undefined ? undefined : lines.placeOf(offset);
    },
  };
}

/** Where the lines of a text begin, found when the first place is asked for. */
class LineIndex {
  readonly #text: string;
  #starts: number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  placeOf(offset: number): TextPlace {
    this.#starts ??= this.#find();
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }

  #find(): number[] {
    const starts = [0];
    for (let at = this.#text.indexOf('\n'); at !== -1; at = this.#text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
}

/** The members of an object, or the elements of a list, as far as somebody has looked for them. */
class MemberIndex {
  readonly #text: string;
  readonly #isObject: boolean;
  readonly #rest: Iterator<readonly [index: number, offset: number]>;
  readonly #known = new Map<string, number>();

  constructor(text: string, holder: number) {
    this.#text = text;
    this.#isObject = text[holder] === '{';
    this.#rest = this.#isObject || text[holder] === '[' ? iterate(text, holder) : [].values();
  }

  find(key: string): number | undefined {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    for (let next = this.#rest.next(); next.done !== true; next = this.#rest.next()) {
      const [index, offset] = next.value;
      const name = this.#isObject ? keyAt(this.#text, offset) : String(index);
      if (!this.#known.has(name)) this.#known.set(name, offset);
      if (name === key) return this.#known.get(name);
    }
    return undefined;
  }
}

const SPACE = /[ \t\r\n]*/y;
const LITERAL = /[^\s,\]}]*/y;

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
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
