/** Values by name. */
export type Pairs = Readonly<Record<string, string>>;

/**
 * Reads a map from text: a JSON object of texts, or a line for each entry.
 *
 * @param separator - what stands between name and value in a line: `:` or `=`
 * @throws TypeError that says what is expected; it repeats no value, which may be a secret
 */
export function readPairs(text: string, separator: string): Pairs {
  if (text.startsWith('{')) return requirePairs(parseJson(text));
  return Object.fromEntries(listLines(text).map((line) => splitLine(line, separator)));
}

/** The same for headers by role: JSON, or lines of `role=Name: value`. */
export function readRoles(text: string): Readonly<Record<string, Pairs>> {
  if (text.startsWith('{')) {
    return Object.fromEntries(
      Object.entries(requireObject(parseJson(text))).map(([role, headers]) => [role, requirePairs(headers)]),
    );
  }
  const roles = new Map<string, Pairs>();
  for (const line of listLines(text)) {
    const [role, header] = splitLine(line, '=');
    const [name, value] = splitLine(header, ':');
    roles.set(role, { ...roles.get(role), [name]: value });
  }
  return Object.fromEntries(roles);
}

function listLines(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

function splitLine(line: string, separator: string): readonly [name: string, value: string] {
  const at = line.indexOf(separator);
  const name = line.slice(0, at).trim();
  if (at < 0 || name === '') throw new TypeError(`expected JSON, or lines with "${separator}" between name and value`);
  return [name, line.slice(at + 1).trim()];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError('what begins with { is to be JSON, and is not');
  }
}

function requirePairs(value: unknown): Pairs {
  const entries = Object.entries(requireObject(value));
  if (entries.some(([, one]) => typeof one !== 'string')) throw new TypeError('expected every value to be a text');
  return Object.fromEntries(entries) as Pairs;
}

function requireObject(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new TypeError('expected a JSON object');
}
