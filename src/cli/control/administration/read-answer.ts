import { makeVisible } from '../../../../conformance/report/text/make-visible.ts';
import { CliError, EXIT_CODES } from '../../cli-error.ts';

const TOKEN_HINT = 'Give it with --admin-token, or as $PAGEWRIGHT_ADMIN_TOKEN.';

/**
 * Reads what an administration answered.
 *
 * @returns its JSON; `undefined` for an answer without a body
 * @throws {CliError} with the administration's own message when it refuses; that it is none, for anything else
 */
export async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  const value = parse(text);
  if (response.ok && (value !== undefined || text === '')) return value;
  const { error } = (value ?? {}) as { readonly error?: { readonly code?: unknown; readonly message?: unknown } };
  if (typeof error?.message !== 'string' || typeof error.code !== 'string') throw notAnAdministration(response);
  const hint = error.code === 'token-needed' ? `\n${TOKEN_HINT}` : '';
  const exitCode = response.status < 500 ? EXIT_CODES.usage : EXIT_CODES.notAccessible;
  throw new CliError(`${makeVisible(error.message)}${hint}`, exitCode);
}

/** Something answers that is no mock, or one that does not know of this. */
export function notAnAdministration({ url, status }: Pick<Response, 'url' | 'status'>): CliError {
  return new CliError(
    `${url} answers (${status}), but not as the administration of a mock; does "pagewright serve" listen there?`,
    EXIT_CODES.notAccessible,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
