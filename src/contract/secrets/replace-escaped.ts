/** How texts are escaped when they are put into others. */
interface Escaping {
  /** One or more escapes that make one character. */
  readonly escapes: RegExp;
  resolve(escaped: string): string;
}

/** From where up to where a text is to be replaced. */
type Range = readonly [start: number, end: number];

/** A text in JSON in a parameter of a URL in a parameter of another is as deep as it gets. */
const DEPTH = 3;

const ESCAPINGS: readonly Escaping[] = [
  {
    escapes: /%[c-f][\da-f](?:%[89ab][\da-f])+|%[\da-f]{2}/gi,
    resolve: (escaped) => Buffer.from(escaped.replaceAll('%', ''), 'hex').toString('utf8'),
  },
  {
    escapes: /\\(?:u[\da-fA-F]{4}|["\\/bfnrt])/g,
    resolve: (escaped) => {
      if (escaped.length > 2) return String.fromCharCode(Number.parseInt(escaped.slice(2), 16));
      return { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[escaped.slice(1)] ?? escaped.slice(1);
    },
  },
];

/**
 * Replaces what a pattern finds in a text, or would find in it if its escapes were resolved: those of URLs and of JSON, some
 * or all, up to three within one another.
 *
 * @param pattern - global
 */
export function replaceEscaped(text: string, pattern: RegExp, replacement: string): string {
  const ranges = find(text, pattern, DEPTH).sort(([a], [b]) => a - b);
  let replaced = '';
  let done = 0;
  for (const [start, end] of ranges) {
    if (start >= done) replaced += text.slice(done, start) + replacement;
    done = Math.max(done, end);
  }
  return replaced + text.slice(done);
}

function find(text: string, pattern: RegExp, depth: number): Range[] {
  const ranges = [...text.matchAll(pattern)].map(({ index, 0: found }): Range => [index, index + found.length]);
  return depth === 0 ? ranges : ranges.concat(ESCAPINGS.flatMap((escaping) => findIn(escaping, text, pattern, depth)));
}

function findIn({ escapes, resolve }: Escaping, text: string, pattern: RegExp, depth: number): readonly Range[] {
  const resolved = text.replace(escapes, resolve);
  const ranges = resolved === text ? [] : find(resolved, pattern, depth - 1);
  // Most texts have nothing to hide: places are only counted where something was found.
  if (ranges.length === 0) return [];
  const places = locate(text, { escapes, resolve });
  return ranges.map(([start, end]) => [places[start] ?? text.length, places[end] ?? text.length]);
}

/** For each character of the resolved text where it starts in the text as it stands, and where that ends. */
function locate(text: string, { escapes, resolve }: Escaping): readonly number[] {
  const places: number[] = [];
  let end = 0;
  for (const { index, 0: escaped } of text.matchAll(escapes)) {
    for (; end < index; end += 1) places.push(end);
    places.push(...Array.from({ length: resolve(escaped).length }, () => index));
    end = index + escaped.length;
  }
  for (; end <= text.length; end += 1) places.push(end);
  return places;
}
