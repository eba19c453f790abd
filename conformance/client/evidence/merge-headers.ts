import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { HeaderOverrides } from '../target.ts';
import { toWireText } from '../url/to-wire-text.ts';

/** Headers that somebody gave. */
export interface HeaderLayer {
  /** What tells the variables of these headers from those of the target's own: `EXPIRED_`; empty for those. */
  readonly variablePrefix: string;
  readonly headers: HeaderOverrides;
}

export interface HeaderEntry {
  readonly value: string;
  readonly variablePrefix: string;
}

/** Headers as they are sent, by name in lower case. */
export type MergedHeaders = ReadonlyMap<string, HeaderEntry>;

/**
 * Lays headers over one another.
 *
 * @param layers - later ones win; `undefined` takes a header away
 * @throws TypeError that names a header which cannot be sent, without its value
 */
export function mergeHeaders(layers: readonly HeaderLayer[]): MergedHeaders {
  const merged = new Map<string, HeaderEntry>();
  for (const { variablePrefix, headers } of layers) {
    for (const [name, value] of Object.entries(headers)) {
      const key = name.toLowerCase();
      if (value === undefined) merged.delete(key);
      else {
        checkHeader(name, value);
        merged.set(key, { value, variablePrefix });
      }
    }
  }
  return merged;
}

function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, toWireText(value));
  } catch {
    throw new TypeError(
      `header ${JSON.stringify(name)} cannot be sent: its name or its value holds a forbidden character`,
    );
  }
}
