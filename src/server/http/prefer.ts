/** The preferences of a request that the mock knows. */
export interface PreferHeader {
  /** A status as it was written, so that a wrong one can be shown. */
  readonly code?: string;
  /** The name of an example. */
  readonly example?: string;
  /** Whether values are made up from the schema in place of examples. */
  readonly dynamic?: boolean;
  /** A fault for the request, as text. */
  readonly fault?: string;
  /** Names of others. */
  readonly others: readonly string[];
}

const OWN = ['code', 'example', 'dynamic', 'fault'];

const PREFERENCE = /([\w!#$%&'*+.^`|~-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*)))?/g;

/**
 * Reads `Prefer` (RFC 7240): `code=404`, `example=name`, `dynamic=true`, `fault=latency`, joined by commas or semicolons. Other
 * preferences (`return=minimal`) are none of ours.
 */
export function readPrefer(header: string | readonly string[] | undefined): PreferHeader {
  if (header === undefined) return { others: [] };
  const found = new Map<string, string>();
  for (const [, name = '', quoted, plain] of String(header).matchAll(PREFERENCE)) {
    const key = name.toLowerCase();
    // Of a preference that is repeated, the first counts: RFC 7240, section 2.
    if (!found.has(key)) found.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
  }
  const [code, example, dynamic, fault] = OWN.map((key) => found.get(key));
  return {
    others: [...found.keys()].filter((name) => !OWN.includes(name)),
    ...(code !== undefined && { code }),
    ...(example !== undefined && { example }),
    ...(dynamic !== undefined && { dynamic: dynamic === 'true' }),
    ...(fault !== undefined && { fault }),
  };
}
