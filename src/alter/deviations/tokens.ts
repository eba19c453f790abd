import type { Contract } from '../../contract/contract.ts';
import { always, readsFrom, restsOn, weakest } from '../../contract/provenance.ts';

import type { MockRequest, MockResponse } from '../../mock/message.ts';
import type { MockState } from '../../mock/state.ts';
import { hasTokens, isSuccess, readPage } from '../../page/page-reader.ts';
import { isLaterPage, readParameter, setParameter } from '../../page/query.ts';
import { CRASH, editPages, editRequests, emptyPage } from '../edits.ts';
import type { AlterationContext } from '../engine.ts';
import type { Deviation } from './deviation.ts';
import { unbindFilters, unbindTokens } from './filter-traits.ts';
import { createLinkMemory } from './issued-links.ts';

const isBoundTo =
  (name: 'tenant' | 'scope' | 'filters') =>
  ({ page }: Contract): boolean =>
    (page.style === 'links' || page.style === 'keyset') && page.token.boundTo.has(name);

/** Tokens and links that were tampered with, and are followed all the same. */
export const tokenDeviations: readonly Deviation[] = [
  {
    name: 'bad-token-shows-first-page',
    summary: 'an invalid token returns the first page',
    area: 'integrity',
    breaks: readsFrom('page/token/tampering', 'errors/invalidPosition'),
    appliesTo: hasTokens,
    wrap: onInvalidTokens(({ contract, handle }, request) => handle(toFirstPage(contract, request))),
  },
  {
    name: 'bad-token-shows-empty-page',
    summary: 'an invalid token returns a page without rows',
    area: 'integrity',
    breaks: readsFrom('page/token/tampering', 'errors/invalidPosition'),
    appliesTo: hasTokens,
    wrap: onInvalidTokens(({ contract, handle }, request) => {
      const first = handle(toFirstPage(contract, request));
      return first === undefined ? undefined : emptyPage(contract, first);
    }),
  },
  {
    name: 'bad-token-crashes',
    summary: 'an invalid token gives 500',
    area: 'integrity',
    breaks: always('documented'),
    appliesTo: hasTokens,
    wrap: onInvalidTokens(() => CRASH),
  },
  {
    name: 'bad-token-is-not-found',
    summary: 'an invalid token gives 404',
    area: 'integrity',
    breaks: restsOn('errors/invalidPosition/status'),
    appliesTo: hasTokens,
    wrap: onInvalidTokens(({ fail }, request) => ({ ...fail('invalidPosition', request), status: 404 })),
  },
  {
    name: 'bad-token-refused-in-other-words',
    summary: 'an invalid token is rejected like any other invalid parameter',
    area: 'integrity',
    breaks: restsOn('errors/invalidPosition', 'errors/invalidPosition/example'),
    appliesTo: hasTokens,
    wrap: onInvalidTokens(({ fail }, request) => fail('invalidParameter', request)),
  },
  {
    name: 'token-not-sealed',
    summary: 'a token is accepted when it begins like one that the server issued',
    area: 'integrity',
    breaks: readsFrom('page/token/tampering', 'errors/invalidPosition'),
    appliesTo: hasTokens,
    wrap: (context) => {
      const { contract, handle } = context;
      const memory = createLinkMemory(contract);
      const answer = editPages((page, request) => memory.note(request, page))(context);
      return (request) => {
        const response = answer(request);
        const like = isRejected(contract, response) ? memory.findLike(request) : undefined;
        return like === undefined ? response : handle(setParameter(request, contract.page.position, like));
      };
    },
  },
  {
    name: 'token-compared-without-case',
    summary: 'the signature of a token is compared without regard to case',
    area: 'integrity',
    breaks: readsFrom('page/token/tampering', 'errors/invalidPosition'),
    appliesTo: hasTokens,
    wrap: (context) => {
      const { contract, handle } = context;
      const memory = createLinkMemory(contract);
      const answer = editPages((page, request) => memory.note(request, page))(context);
      return (request) => {
        const response = answer(request);
        const same = isRejected(contract, response) ? memory.findRecased(request) : undefined;
        return same === undefined ? response : handle(setParameter(request, contract.page.position, same));
      };
    },
  },
  {
    name: 'token-good-for-other-filters',
    summary: 'a token can be used with other filters than it was issued for',
    area: 'integrity',
    breaks: restsOn('page/token/boundTo'),
    appliesTo: (contract) => isBoundTo('filters')(contract) && contract.filters.length > 0,
    overrideContract: unbindFilters,
  },
  {
    name: 'token-good-for-other-tenants',
    summary: 'a token can be used by another tenant, and continues in that tenant’s rows',
    area: 'integrity',
    breaks: restsOn('page/token/boundTo'),
    appliesTo: (contract) => isBoundTo('tenant')(contract) && contract.access.credentials.length > 0,
    overrideContract: unbindOwner,
  },
  {
    name: 'token-opens-its-own-collection',
    summary: 'a link returns the collection that it was issued for, whatever collection is requested',
    area: 'integrity',
    breaks: always('documented'),
    appliesTo: (contract) => hasTokens(contract) && contract.access.scope?.in === 'path',
    overrideContract: unbindOwner,
    wrap: (context) => {
      const { contract, handle, variant } = context;
      const memory = createLinkMemory(contract);
      const open = variant({ overrideContract: unbindOwner, overrideState: shareCollections });
      return editPages((page, request) => memory.note(request, page))({
        ...context,
        handle(request) {
          const given = memory.recall(request);
          // A caller without access to the requested collection is rejected before.
          if (given === undefined || given.on.path === request.path) return handle(request);
          const isAllowed = isSuccess(handle(toFirstPage(contract, request)));
          return isAllowed ? open({ ...request, path: given.on.path }) : handle(request);
        },
      });
    },
  },
  {
    name: 'empty-token-shows-first-page',
    summary: 'an empty token returns the first page',
    area: 'integrity',
    breaks: (contract) => weakest('inferred', restsOn('errors/invalidPosition')(contract)),
    appliesTo: hasTokens,
    wrap: editRequests((request, { contract }) => {
      return readParameter(request, contract.page.position) === '' ? toFirstPage(contract, request) : request;
    }),
  },
  {
    name: 'token-holds-limit',
    summary: 'pages have the size of the page that their token came from, whatever is requested',
    area: 'integrity',
    breaks: always('inferred'),
    appliesTo: (contract) => hasTokens(contract) && contract.page.limit.parameter !== undefined,
    wrap: (context) => {
      const { contract, handle } = context;
      const { parameter } = contract.page.limit;
      const memory = createLinkMemory(contract);
      const note = editPages((page, request) => memory.note(request, page));
      return note({
        ...context,
        handle(request) {
          const given = memory.recall(request);
          return handle(
            given === undefined ? request : setParameter(request, parameter, readParameter(given.on, parameter)),
          );
        },
      });
    },
  },
];

function unbindOwner(contract: Contract): Contract {
  return unbindTokens(contract, 'tenant', 'scope');
}

function shareCollections(state: MockState): MockState {
  const tenants = state.tenants.map((tenant) => ({ ...tenant, collections: state.collections }));
  return { ...state, tenants };
}

function toFirstPage(contract: Contract, request: MockRequest): MockRequest {
  const bare = setParameter(request, contract.page.position, undefined);
  const direction = contract.page.style === 'keyset' ? contract.page.direction?.parameter : undefined;
  return direction === undefined ? bare : setParameter(bare, direction, undefined);
}

function isRejected(contract: Contract, response: MockResponse | undefined): boolean {
  return response?.status === contract.errors.get('invalidPosition')?.status;
}

/** Makes a wrap that responds to requests with invalid tokens that are valid otherwise. */
function onInvalidTokens(
  answer: (context: AlterationContext, request: MockRequest) => MockResponse | undefined,
): NonNullable<Deviation['wrap']> {
  return (context) => (request) => {
    const { contract, handle } = context;
    const response = handle(request);
    const isBad =
      isRejected(contract, response) &&
      (isLaterPage(contract, request) || readParameter(request, contract.page.position) === '');
    if (!isBad || readPage(contract, handle(toFirstPage(contract, request))) === undefined) return response;
    return answer(context, request);
  };
}
