/** Headers that tell nothing about who is asking. */
const HARMLESS =
  /^(?:accept(?:-.*)?|cache-control|connection|content-.*|date|expires|from|host|if-.*|origin|pragma|prefer|range|referer|te|traceparent|tracestate|user-agent|vary|via|x-(?:correlation|request|trace)-id|x-forwarded-.*|(?:.*-)?version)$/;

const SUSPICIOUS = /key|token|secret|auth|cookie|password|credential|signature/;

/** Named like a credential, and yet only the question for one. */
const CHALLENGES: ReadonlySet<string> = new Set(['www-authenticate', 'proxy-authenticate', 'authentication-info']);

/**
 * Whether the value of a header must not be shown, by its name alone: `authorization`, `x-api-key`, `set-cookie`.
 *
 * @param name - in lower case
 */
export function isSuspiciousHeader(name: string): boolean {
  return SUSPICIOUS.test(name) && !CHALLENGES.has(name);
}

/**
 * Whether the value of a request header that was given to us must not be shown: whatever is not known to be harmless.
 *
 * @param name - in lower case
 * @param value - `true` and `false` are no secrets
 */
export function isCredentialHeader(name: string, value: string): boolean {
  if (isSuspiciousHeader(name)) return true;
  return !HARMLESS.test(name) && !/^(?:true|false|)$/i.test(value);
}
