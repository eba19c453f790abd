import { CliError } from './cli-error.ts';

/** What a header carries as it is: a space at either end would be lost on the way. */
const SENDABLE = /^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/;

/**
 * Makes sure that the token of an administration can be sent to it.
 *
 * @param token - none, or an empty one, is none to be sent
 * @throws {CliError} that does not show it
 */
export function requireToken(token: string | undefined): void {
  if (!token || SENDABLE.test(token)) return;
  throw new CliError(
    'the admin token (--admin-token, admin-token or $PAGEWRIGHT_ADMIN_TOKEN) cannot be sent in a header; expected Latin-1 without ' +
      'line breaks, other control characters, or spaces at either end',
  );
}
