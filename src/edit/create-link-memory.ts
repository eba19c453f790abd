import type { Contract } from '../contract/contract.ts';
import type { MockRequest } from '../mock/message.ts';
import { LINK_ROLES, type LinkRole, locateNeighbour, type Page } from '../page/page-reader.ts';

import { readParameter } from '../page/query-parameters.ts';

/** Where a link or token was given. */
interface GivenLink {
  readonly role: LinkRole;
  /** The request whose page it stood on. */
  readonly on: MockRequest;
}

/** Remembers the links and tokens of pages. */
export interface LinkMemory {
  note(request: MockRequest, page: Page): void;
  /** By which link or token a request came; `undefined` when it came by none. */
  recall(request: MockRequest): GivenLink | undefined;
  /** The position of a link or token that begins like the request's own. */
  findLike(request: MockRequest): string | undefined;
}

/** Makes a memory of the links and tokens of a contract's pages. */
export function createLinkMemory(contract: Contract): LinkMemory {
  const given = new Map<string, GivenLink>();
  const positionOf = (request: MockRequest): string => readParameter(request, contract.page.position) ?? '';
  return {
    note(request, page) {
      for (const role of LINK_ROLES) {
        const there = locateNeighbour(contract, request, page, role);
        const position = there === undefined ? '' : positionOf(there);
        if (position !== '' && !given.has(position)) given.set(position, { role, on: request });
      }
    },
    recall: (request) => given.get(positionOf(request)),
    findLike(request) {
      const position = positionOf(request);
      const start = position.slice(0, Math.floor(position.length / 3));
      return start === '' ? undefined : [...given.keys()].find((known) => known.startsWith(start));
    },
  };
}
