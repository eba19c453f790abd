import type { Contract, KeysetPage, LinksPage } from '../../contract/contract.ts';
import type { MockRequest } from '../../mock/message.ts';
import { createTokenShape } from '../../page/create-token-shape.ts';
import { readParameter } from '../../page/query-parameters.ts';

/** Whether a request reads the rows before its position, as far as its direction or the shape of its token shows. */
export function isBackward({ page }: Contract, request: MockRequest): boolean {
  if (page.style !== 'links' && page.style !== 'keyset') return false;
  const direction = page.style === 'keyset' ? page.direction : undefined;
  const word = direction && readParameter(request, direction.parameter);
  if (direction !== undefined && word !== undefined) return word === direction.backward;
  return hasBackwardShape(page, readParameter(request, page.position) ?? '');
}

function hasBackwardShape({ token: policy }: LinksPage | KeysetPage, token: string): boolean {
  if (policy.shape === undefined) return false;
  const { wrap, unwrap } = createTokenShape(policy);
  return unwrap(token).some((sealed) => wrap(sealed, 'backward') === token);
}
