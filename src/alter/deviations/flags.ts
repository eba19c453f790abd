import type { Contract, Json, Role } from '../../contract/contract.ts';
import { always, restsOn } from '../../contract/provenance.ts';
import { readLimit } from '../../page/query.ts';
import { editPages } from '../edits.ts';
import type { Deviation } from './deviation.ts';

const FLAGS: readonly Role[] = ['hasNext', 'hasPrevious', 'isFirst', 'isLast', 'isEmpty'];

/** What a page says of what follows, other than it is. */
export const flagDeviations: readonly Deviation[] = [
  {
    name: 'flags-turned-round',
    summary: 'flags say that rows follow, or come before, where none do, and the other way round',
    area: 'paging',
    breaks: (contract) => restsOn(...FLAGS.filter((role) => contract.envelope.roles.has(role)))(contract),
    appliesTo: (contract) => FLAGS.some((role) => contract.envelope.roles.has(role)),
    wrap: editPages((page) => {
      for (const role of FLAGS) {
        const value = page.read(role);
        if (typeof value === 'boolean') page.write(role, !value);
      }
    }),
  },
  {
    name: 'remaining-counts-this-page',
    summary: 'the rows of the page itself are counted among those that follow',
    area: 'paging',
    breaks: restsOn('remaining'),
    appliesTo: ({ envelope }) => envelope.roles.has('remaining'),
    wrap: editPages((page) => page.write('remaining', Number(page.read('remaining')) + page.items.length)),
  },
  {
    name: 'count-as-asked',
    summary: 'pages say that they have as many items as may be on a page',
    area: 'paging',
    breaks: restsOn('count'),
    appliesTo: ({ envelope }) => envelope.roles.has('count'),
    wrap: editPages((page, request, { contract }) => page.write('count', readLimit(contract, request))),
  },
  {
    name: 'rows-numbered-on-the-page',
    summary: 'the rows of each page are numbered from the first one on',
    area: 'paging',
    breaks: (contract) => restsOn(...listRowEntries(contract))(contract),
    appliesTo: (contract) => listRowEntries(contract).length > 0,
    wrap: editPages((page, _, { contract: { envelope } }) => {
      if (page.items.length === 0) return;
      const first = envelope.rowBase ?? 1;
      page.write('firstRow', first);
      page.write('lastRow', first + page.items.length - 1);
    }),
  },
  {
    name: 'last-row-as-asked',
    summary: 'the number of the last row is that of a full page, whatever came',
    area: 'paging',
    breaks: restsOn('rows/last'),
    appliesTo: ({ envelope }) => envelope.roles.has('lastRow'),
    wrap: editPages((page, request, { contract }) => {
      const last = page.read('lastRow');
      const more = readLimit(contract, request) - page.items.length;
      if (typeof last === 'number' && more > 0) page.write('lastRow', last + more);
    }),
  },
  {
    name: 'next-offered-elsewhere',
    summary: 'pages have a next_page_token of which the document says nothing',
    area: 'paging',
    breaks: always('inferred'),
    appliesTo: hasOpenBody,
    wrap: editPages((page) => {
      page.body = { ...(page.body as Record<string, Json>), next_page_token: 'bmV4dC1wYWdl' };
    }),
  },
];

function listRowEntries({ envelope: { roles } }: Contract): readonly string[] {
  return [...(roles.has('firstRow') ? ['rows/first'] : []), ...(roles.has('lastRow') ? ['rows/last'] : [])];
}

/** Whether a body is an object, which may have a member more. */
function hasOpenBody({ envelope }: Contract): boolean {
  const items = envelope.roles.get('items');
  const named = [...envelope.roles.values()].map((place) => (place.in === 'body' ? place.pointer[0] : undefined));
  return items?.in === 'body' && items.pointer.length > 0 && !named.includes('next_page_token');
}
