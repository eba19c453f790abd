import type { Key } from '../store/table.ts';
import { compileList } from './compile-list.ts';
import { createPageMemo, type PageCircumstances, type PageParts } from './create-page-memo.ts';
import type { ListInquiry } from './create-request-checker.ts';
import { createUuidSequence } from './create-uuid-sequence.ts';
import type { ListMock } from './list-mock.ts';
import type { Headers, MockRequest, MockResponse } from './message.ts';
import type { World } from './world.ts';

/** What a mock is made of. */
export interface ListMockOptions {
  readonly world: World;
  /** The secret that seals tokens: with the same one, they stay valid after a restart. */
  readonly key: string | Uint8Array;
  /** From which the values are made that are new in every response. */
  readonly seed: string;
  /** Bytes of pages to keep for those that ask for them again; 32 MB by default. */
  readonly pageBytes?: number;
}

/** Makes the mock of one list operation: a request goes through access, query, page and envelope, and comes out as a response. */
export function createListMock({ world, key, seed, pageBytes }: ListMockOptions): ListMock {
  const { contract } = world;
  const { pager, matchPath, checkRequest, writePage, renderError, headers } = compileList(contract, key);
  const fresh = createUuidSequence(`${contract.id} ${seed}`);
  const pages = createPageMemo(pageBytes);

  function answer(request: MockRequest, pathParameters: Readonly<Record<string, string>>): MockResponse {
    const outcome = checkRequest(request, pathParameters, world);
    if ('condition' in outcome) return renderError(outcome, request, fresh);
    const { origin, path } = request;
    const { selection, table, context } = outcome;
    const circumstances: PageCircumstances = { selection, table, now: context.now, origin, path };
    const known = pages.find(circumstances);
    const parts = known ?? assemblePage(outcome, request);
    if (parts === undefined) return renderError({ condition: 'invalidPosition' }, request, fresh);
    if (known === undefined) pages.keep(circumstances, parts);
    return { status: 200, headers, body: fillIn(parts, fresh) };
  }

  function assemblePage(inquiry: ListInquiry, { origin, path }: MockRequest): PageParts | undefined {
    const { table, selection, position, limit, query, context } = inquiry;
    const view = table.select(selection);
    const slice = pager.slice(view, position, limit);
    if (slice === undefined) return undefined;
    const keyAt = (rank: number): Key => table.keyAt(view.slotAt(rank), selection.order);
    const url = { origin, path, query };
    const values = pager.join({ position, slice, limit, count: view.count, keyAt, url, context });
    let items = '';
    for (let rank = slice.start; rank < slice.end; rank += 1) {
      items += rank === slice.start ? table.bodyAt(view.slotAt(rank)) : `,${table.bodyAt(view.slotAt(rank))}`;
    }
    return writePage({ items, total: view.count, values }, () => GAP).split(GAP);
  }

  function refuseMethod(request: MockRequest): MockResponse {
    const refusal = renderError({ condition: 'methodNotAllowed' }, request, fresh);
    const allow =
      refusal.headers.find(([name]) => name.toLowerCase() === 'allow') ??
      (['Allow', contract.methods.join(', ')] as const);
    // Where the vendor's own list of methods has OPTIONS, asking for it is no mistake.
    if (request.method === 'OPTIONS' && allow[1].includes('OPTIONS'))
      return { status: 204, headers: [allow], body: '' };
    return { ...refusal, headers: [...refusal.headers.filter((header) => header !== allow), allow] };
  }

  return {
    contract,
    world,
    nextFreshValue: fresh,
    fail: (condition, request) => renderError({ condition }, request, fresh),
    handle(request) {
      const match = matchPath(request.path);
      if (match.fit === 'none') return undefined;
      if (match.fit === 'otherSlash') {
        if (contract.trailingSlash === 'strict') return undefined;
        if (contract.trailingSlash === 'redirect') return redirect(contract.path, request);
      }
      if (request.method === 'GET' || request.method === 'HEAD') return answer(request, match.parameters);
      return contract.methods.includes(request.method) ? undefined : refuseMethod(request);
    },
  };
}

/** Stands for a value that is new in every response; JSON has it in no text, where it would be escaped. */
const GAP = '\u0000';

function fillIn(parts: PageParts, fresh: () => string): string {
  let body = parts[0] ?? '';
  for (let index = 1; index < parts.length; index += 1) body += fresh() + parts[index];
  return body;
}

/** To the same place with the slash that the path has or lacks, below the prefix under which the client reaches the mock. */
function redirect(template: string, { origin, path, query }: MockRequest): MockResponse {
  const prefix = /^[a-z]+:\/\/[^/]*(.*)$/i.exec(origin)?.[1] ?? '';
  const location = prefix + (template.endsWith('/') ? `${path}/` : path.replace(/\/$/, ''));
  const headers: Headers = [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Location', query === '' ? location : `${location}?${query}`],
  ];
  return { status: 301, headers, body: '' };
}
