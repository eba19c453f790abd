/**
 * Reads a `Retry-After` header (RFC 9110, section 10.2.3).
 *
 * @param value - delta-seconds (`120`) or an HTTP date
 * @param sentAt - when the response was made, in milliseconds since 1970: by its own `Date` header where it has one,
 *   so that a clock that differs from ours does no harm
 * @returns milliseconds to wait, never negative; `undefined` when there is no value or it is neither form
 */
export function parseRetryAfter(value: string | undefined, sentAt: number): number | undefined {
  const text = value?.trim() ?? '';
  // Fractions are not in the standard, and yet some servers send them.
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Anything else that starts as a number would be taken for a year.
  const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - sentAt);
}
