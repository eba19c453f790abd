import type { Contract } from '../../src/contract/contract.ts';
import { TargetError } from '../client/target-error.ts';
import type { Answer } from '../list/answer.ts';
import type { ListClient } from '../list/list-client.ts';
import { EVERYTHING } from '../list/list-query.ts';
import { NotAccessibleError } from './not-accessible-error.ts';

/** Of a body that is shown, in characters. */
const SHOWN = 300;

/**
 * Asks for the first page, without any parameter.
 *
 * @returns the answer, which is a success
 * @throws NotAccessibleError that says why there is none
 */
export async function openList(list: ListClient): Promise<Answer> {
  const answer = await ask(list);
  const { status, text, exchange } = answer.response;
  if (status >= 200 && status < 300) return answer;
  const said = list.target.redact(text.replace(/\s+/g, ' ').trim()).slice(0, SHOWN);
  throw new NotAccessibleError(
    `${exchange.url} answers ${status}${said === '' ? '' : `: ${said}`}\n${advise(status, list.contract)}`,
  );
}

async function ask(list: ListClient): Promise<Answer> {
  try {
    return await list.ask(EVERYTHING);
  } catch (error) {
    if (!(error instanceof TargetError) || error.kind === 'aborted') throw error;
    throw new NotAccessibleError(error.message, { cause: error });
  }
}

function advise(status: number, { access, path }: Contract): string {
  const headers = [
    ...access.credentials.map(({ header }) => header),
    ...(access.scope?.in === 'header' ? [access.scope.name] : []),
    ...(access.version === undefined ? [] : [access.version.parameter.name]),
  ];
  if (status === 404) return `Expected the list at the base URL followed by ${path}.`;
  if (status >= 500) return 'The target fails on the plainest request, so that nothing can be checked.';
  return headers.length === 0
    ? 'Expected a page.'
    : `Expected a page; the list needs the headers ${headers.join(', ')}.`;
}
