/** Which documented response a request wants to be forced. */
export interface Preferences {
  /** A status as it was written, so that a wrong one can be shown. */
  readonly code?: string;
  /** The name of an example. */
  readonly example?: string;
  /** Whether values are made up from the schema in place of examples. */
  readonly dynamic?: boolean;
}

const PREFERENCE = /([\w!#$%&'*+.^`|~-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*)))?/g;

/**
 * Reads `Prefer` (RFC 7240): `code=404`, `example=name`, `dynamic=true`, joined by commas or semicolons. Other
 * preferences (`return=minimal`) are none of ours.
 */
export function readPreferences(header: string | readonly string[] | undefined): Preferences {
  if (header === undefined) return {};
  const found = new Map<string, string>();
  for (const [, name = '', quoted, plain] of String(header).matchAll(PREFERENCE)) {
    const key = name.toLowerCase();
    // Of a preference that is given twice, the first counts: RFC 7240, section 2.
    if (!found.has(key)) found.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
  }
  const [code, example, dynamic] = [found.get('code'), found.get('example'), found.get('dynamic')];
  return {
    ...(code !== undefined && { code }),
    ...(example !== undefined && { example }),
    ...(dynamic !== undefined && { dynamic: dynamic === 'true' }),
  };
}

/** Whether a request wants one certain response, whatever it is otherwise. */
export function forcesResponse(header: string | readonly string[] | undefined): boolean {
  if (header === undefined) return false;
  const { code, example } = readPreferences(header);
  return code !== undefined || example !== undefined;
}
