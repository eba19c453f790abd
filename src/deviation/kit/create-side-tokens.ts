import type { Contract } from '../../contract/contract.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';
import { readParameter, setParameter } from '../../page/query-parameters.ts';

/** Links and tokens of a deviation's own, which the mock would not understand. */
export interface SideTokens {
  /**
   * Makes a link or token.
   *
   * @param request - on whose page it stands
   * @param answer - what it leads to
   */
  write(request: MockRequest, answer: () => MockResponse | undefined): string;
  /** What a request leads to that came by one of them; `undefined` for any other. */
  find(request: MockRequest): (() => MockResponse | undefined) | undefined;
}

/** Makes links and tokens for the pages of a contract. */
export function createSideTokens({ id, page }: Contract): SideTokens {
  const answers = new Map<string, () => MockResponse | undefined>();
  return {
    write(request, answer) {
      // The same page has the same link each time.
      const token = Buffer.from(JSON.stringify({ v: 1, k: `${id} ${request.query}` })).toString('base64url');
      answers.set(token, answer);
      if (page.style === 'keyset') return token;
      const { origin, path, query } = setParameter(request, page.position, token);
      return `${origin}${path}?${query}`;
    },
    find: (request) => answers.get(readParameter(request, page.position) ?? ''),
  };
}
