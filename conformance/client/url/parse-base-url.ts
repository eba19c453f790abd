import type { BaseUrl } from './base-url.ts';

/** A base URL and the credentials that stood in it. */
export interface ParsedBaseUrl extends BaseUrl {
  /** The value of an `Authorization` header. */
  readonly authorization?: string;
}

/**
 * Reads where a target is.
 *
 * @param text - `https://staging.example/api/`; `http://user:password@localhost:3000`
 * @returns origin, prefix, and what user and password come to as Basic credentials
 * @throws TypeError that says what a base URL looks like, without repeating a password
 */
export function parseBaseUrl(text: string): ParsedBaseUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`the base URL must start with http:// or https://, such as https://staging.example/api`);
  }
  if (url.search !== '' || url.hash !== '') {
    throw new TypeError(`the base URL ${url.origin}${url.pathname} must have neither a query nor a fragment`);
  }
  const place = { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
  if (url.username === '' && url.password === '') return place;
  return { ...place, authorization: `Basic ${Buffer.from(readUser(url)).toString('base64')}` };
}

function readUser({ username, password }: URL): string {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    throw new TypeError('user and password of the base URL are not properly percent-encoded');
  }
}
