import type { Contract } from '../../contract/contract.ts';
import { backwardOf } from '../../contract/page-parameters.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';
import { toRelativeLink } from '../../page/links.ts';
import { locateNeighbour, NEIGHBOUR_ROLES, type NeighbourRole, type Page } from '../../page/page-reader.ts';
import { readParameter, setParameter } from '../../page/query.ts';

/** Where a link or token was given. */
interface GivenLink {
  readonly role: NeighbourRole;
  /** The request whose page it stood on. */
  readonly on: MockRequest;
}

/** Remembers the links and tokens of pages. */
interface LinkMemory {
  note(request: MockRequest, page: Page): void;
  /** By which link or token a request came; `undefined` when it came by none. */
  recall(request: MockRequest): GivenLink | undefined;
  /** The position of a link or token that begins like the request's own. */
  findLike(request: MockRequest): string | undefined;
  /** The position of a link or token that reads like the request's own but for case. */
  findRecased(request: MockRequest): string | undefined;
}

/** Makes a memory of the links and tokens of a contract's pages. */
export function createLinkMemory(contract: Contract): LinkMemory {
  const given = new Map<string, GivenLink>();
  const positionOf = (request: MockRequest): string => {
    return readParameter(request, contract.page.position) ?? readParameter(request, backwardOf(contract.page)) ?? '';
  };
  return {
    note(request, page) {
      for (const role of NEIGHBOUR_ROLES) {
        const there = locateNeighbour(contract, request, page, role);
        const position = there === undefined ? '' : positionOf(there);
        if (position !== '' && !given.has(position)) given.set(position, { role, on: request });
      }
    },
    recall: (request) => given.get(positionOf(request)),
    findRecased(request) {
      const wanted = readable(positionOf(request));
      return [...given.keys()].find((known) => readable(known).toLowerCase() === wanted.toLowerCase());
    },
    findLike(request) {
      const position = positionOf(request);
      const start = position.slice(0, Math.floor(position.length / 3));
      return start === '' ? undefined : [...given.keys()].find((known) => known.startsWith(start));
    },
  };
}

/** A token whose text is encoded, as that text. */
function readable(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  return text.startsWith('{') ? text : token;
}

/** Links and tokens of a deviation's own, which the mock would not understand. */
interface SideTokens {
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
export function createSideTokens({ id, page, envelope }: Contract): SideTokens {
  const answers = new Map<string, () => MockResponse | undefined>();
  return {
    write(request, answer) {
      // The same page has the same link each time.
      const token = Buffer.from(JSON.stringify({ v: 1, k: `${id} ${request.query}` })).toString('base64url');
      answers.set(token, answer);
      const form = envelope.forms.get('next');
      if (form === 'token' || form === 'number') return token;
      const { origin, path, query } = setParameter(request, page.position, token);
      const link = `${origin}${path}?${query}`;
      return form === 'relativeLink' ? toRelativeLink(link) : link;
    },
    find: (request) =>
      answers.get(readParameter(request, page.position) ?? readParameter(request, backwardOf(page)) ?? ''),
  };
}
