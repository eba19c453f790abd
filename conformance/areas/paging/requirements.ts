import type { Contract, JsonSchema, LinkRole, Role } from '../../../src/contract/contract.ts';
import { propertiesOf } from '../../../src/contract/openapi/schema-branches.ts';
import { bodyPointerOf } from '../../../src/contract/place.ts';
import { weakest } from '../../../src/contract/provenance.ts';
import { completeRequirements, type Requirement, type RequirementDraft } from '../../requirement.ts';
import { rejectionRequirements } from '../rejections.ts';
import { listOtherWayDrafts } from './other-ways.ts';
import { listSizeDrafts } from './size-requirements.ts';

export function derivePagingRequirements(contract: Contract): readonly Requirement[] {
  return completeRequirements(contract, 'paging', [
    ...listWalkDrafts(contract),
    ...listLinkDrafts(contract),
    ...listPositionDrafts(contract),
    ...listOtherWayDrafts(contract),
    ...listSizeDrafts(contract),
    ...listTotalDrafts(contract),
    ...listEchoDrafts(contract),
    ...listOrderDrafts(contract),
  ]);
}

/** Whether pages have links that an empty one can do without. */
function leadsFromEmptyPages({ envelope: { roles, atEnd } }: Contract): boolean {
  return atEnd !== 'self' && (roles.has('next') || roles.has('previous'));
}

function listWalkDrafts(contract: Contract): readonly RequirementDraft[] {
  const { filters } = contract;
  const { roles, atEnd } = contract.envelope;
  const next = { entry: ['page', 'next'] };
  const previous = { entry: ['page', 'previous'] };
  return [
    { id: 'walk.complete', demand: 'not drop rows between pages, whatever the page size', ...next },
    { id: 'walk.unique', demand: 'not repeat a row on another page', ...next },
    {
      id: 'walk.ties',
      demand: 'not drop or repeat rows with equal sort keys at a page boundary',
      ...next,
    },
    { id: 'walk.order', demand: 'return rows in the same order, whatever the page size', mark: 'inferred' },
    ...(canChangeSize(contract)
      ? [
          {
            id: 'walk.mixed-sizes',
            demand: 'return every row once when the page size changes midway',
            mark: 'inferred' as const,
          },
        ]
      : []),
    { id: 'walk.terminates', demand: 'reach the end of the list when next pages are followed', ...next },
    ...(filters.length > 0
      ? [
          { id: 'walk.filters', demand: 'apply the filters to every page of a walk', entry: ['filters'] },
          { id: 'walk.interleaved', demand: 'not mix up interleaved walks', entry: ['filters'] },
        ]
      : []),
    { id: 'replay.same', demand: 'return the same rows when a page is requested again', ...next },
    { id: 'replay.concurrent', demand: 'return the same rows when several pages are requested concurrently', ...next },
    ...(roles.has('previous')
      ? [
          { id: 'walk.previous', demand: 'return every row when paging backward from the last page', ...previous },
          { id: 'walk.return', demand: 'link forward again from a page that was reached backward', ...previous },
          {
            id: 'walk.backward',
            demand: 'link back to the row directly before a page',
            entry: ['page', 'style'],
          },
          { id: 'walk.adjacent', demand: 'link back to the rows directly before a page', ...previous },
          {
            id: 'end.previous',
            demand: 'not link to a previous page from the first page',
            entry: ['page', 'atEnd'],
            reading: ['page', 'previous'],
          },
        ]
      : []),
    ...(roles.has('first') ? [{ id: 'jump.first', demand: 'link to the first page', entry: ['page', 'first'] }] : []),
    ...(roles.has('last') ? [{ id: 'jump.last', demand: 'link to the last page', entry: ['page', 'last'] }] : []),
    ...(roles.has('next') && atEnd !== 'self'
      ? [
          {
            id: 'end.next',
            demand: 'not link to a next page from the last page',
            entry: ['page', 'atEnd'],
            reading: ['page', 'next'],
          },
        ]
      : []),
  ];
}

const END_FORMS: Readonly<Record<Contract['envelope']['atEnd'], string>> = {
  omitted: 'omit links to pages that do not exist',
  null: 'return null for links to pages that do not exist',
  empty: 'return an empty text for links to pages that do not exist',
  edge: 'return the tokens of the first and the last row with every page that has rows',
  self: 'link from the page after the last row to that page itself',
};

function listLinkDrafts(contract: Contract): readonly RequirementDraft[] {
  const { roles, atEnd, forms } = contract.envelope;
  const form = forms.get('next');
  const entry = ['page', 'next'];
  return [
    ...(roles.has('next') ? [{ id: 'end.form', demand: END_FORMS[atEnd], entry: ['page', 'atEnd'] }] : []),
    ...(form === 'link'
      ? [
          {
            id: 'links.absolute',
            demand: 'return absolute URLs as links',
            // A link is a reference, which may be relative, unless the document says more.
            ...(statesUris(contract) ? { entry } : { entry: [...entry, 'as'], reading: entry }),
          },
        ]
      : []),
    ...(form === 'relativeLink'
      ? [{ id: 'links.relative', demand: 'return links without a host', entry: [...entry, 'as'] }]
      : []),
    ...(form === 'link' || form === 'relativeLink'
      ? [{ id: 'links.origin', demand: 'link to the host of the request', mark: 'inferred' as const }]
      : []),
    ...(repeatsParameters(contract)
      ? [
          {
            id: 'links.parameters',
            demand: 'repeat the filters, the order and the page size once each in links',
            entry: ['page', 'links'],
            mark: 'inferred' as const,
          },
        ]
      : []),
    ...(roles.has('self')
      ? [{ id: 'jump.self', demand: 'lead by the self link to the page itself', entry: ['page', 'self'] }]
      : []),
    ...listFlagDrafts(contract),
    {
      id: 'next.described',
      demand: 'not offer a way to the next page that the contract does not describe',
      mark: 'inferred',
    },
  ];
}

/** Whether links are made of the request's own parameters: an opaque link need not repeat them. */
export function repeatsParameters({ page, envelope: { forms } }: Pick<Contract, 'page' | 'envelope'>): boolean {
  const form = forms.get('next');
  const isOpaque = page.style !== 'number' && page.style !== 'offset';
  return !isOpaque && (form === 'link' || form === 'relativeLink');
}

/** Whether a client states the size of each page itself: not in a link that it follows, and not with numbers of pages. */
export function canChangeSize({ page, envelope: { forms } }: Contract): boolean {
  const form = forms.get('next');
  const isLinked = form === 'link' || form === 'relativeLink';
  return page.limit.parameter !== undefined && page.style !== 'number' && !isLinked;
}

/** Flags and counts that say what follows. */
function listFlagDrafts({ envelope: { roles } }: Contract): readonly RequirementDraft[] {
  const flag = (
    role: Exclude<Role, 'items' | 'total' | LinkRole>,
    demand: string,
    entry: string = role,
  ): readonly RequirementDraft[] => {
    return roles.has(role) ? [{ id: `flags.${role}`, demand, entry: entry.split('/') }] : [];
  };
  return [
    ...flag('hasNext', 'say whether rows follow'),
    ...flag('isLast', 'say whether no row follows'),
    ...flag('hasPrevious', 'say whether rows come before'),
    ...flag('isFirst', 'say whether a page is the first one'),
    ...flag('isEmpty', 'say whether a page has no rows'),
    ...flag('count', 'return the number of rows on the page'),
    ...flag('remaining', 'return the number of rows that follow'),
    ...flag('firstRow', 'return the number that the first row of a page has among all', 'rows/first'),
    ...flag('lastRow', 'return the number that the last row of a page has among all', 'rows/last'),
  ];
}

/** Whether OpenAPI says of the next link that it is a URI, and not a reference to one. */
function statesUris({ bodySchema, envelope }: Contract): boolean {
  const pointer = bodyPointerOf(envelope, 'next');
  const schema = pointer?.reduce<JsonSchema>((at, key) => propertiesOf(at)[key] ?? {}, bodySchema);
  return schema?.['format'] === 'uri';
}

function listPositionDrafts(contract: Contract): readonly RequirementDraft[] {
  const { page } = contract;
  if (page.style !== 'number' && page.style !== 'offset') return [];
  const entry = ['page', 'position'];
  return [
    {
      id: 'position.first',
      demand: `count from ${page.first} in \`${page.position}\``,
      entry: [...entry, 'first'],
    },
    { id: 'position.rows', demand: `return the rows at each \`${page.position}\``, entry },
    { id: 'position.deep', demand: `return the same rows at a \`${page.position}\`, whatever the page size`, entry },
    { id: 'position.end', demand: 'end the last page with the last row', entry },
    {
      id: 'position.past-end',
      demand: `not return rows for a \`${page.position}\` past the end`,
      // An offset past the end certainly returns no rows; for a page number, documents leave it open.
      entry: page.style === 'offset' ? entry : ['page', 'pastEnd'],
    },
    ...(page.style === 'number' && page.pastEnd === 'reject'
      ? rejectionRequirements(contract, 'position.past-end', 'invalidPosition', `a \`${page.position}\` past the end`)
      : []),
    ...(page.pastEnd === 'empty'
      ? [
          {
            id: 'position.past-end.empty',
            demand: `return an empty page for a \`${page.position}\` past the end`,
            entry: ['page', 'pastEnd'],
          },
          ...(leadsFromEmptyPages(contract)
            ? [
                {
                  id: 'position.past-end.links',
                  demand: 'not lead on from an empty page past the end',
                  entry: ['page', 'pastEnd'],
                  mark: 'inferred' as const,
                },
              ]
            : []),
        ]
      : []),
    // The range is documented, but not that values out of range are rejected rather than clamped.
    ...rejectionRequirements(
      contract,
      'position.below',
      page.style === 'number' ? 'invalidPosition' : 'invalidParameter',
      `a \`${page.position}\` that is too small or not an integer`,
    ).map((draft) => ({ ...draft, mark: weakest('inferred', draft.mark ?? 'documented') })),
    ...(page.style === 'number' && page.lastWord !== undefined
      ? [
          {
            id: 'position.last-word',
            demand: `return the last page for \`${page.position}=${page.lastWord}\``,
            entry: ['page', 'position', 'last'],
          },
        ]
      : []),
  ];
}

function listTotalDrafts({ envelope: { roles, total }, filters }: Contract): readonly RequirementDraft[] {
  const entry = ['total'];
  if (!roles.has('total')) return [];
  const when = total?.when;
  return [
    { id: 'total.counts', demand: 'return the number of all matching rows as the total', entry },
    when === 'firstPage'
      ? { id: 'total.first-page', demand: 'return the total with the first page', entry: [...entry, 'when'] }
      : {
          id: 'total.every-page',
          demand:
            when === undefined
              ? 'return the total with every page'
              : `return the total with every page for \`${when.parameter}=${when.value}\``,
          entry: [...entry, 'when'],
          reading: entry,
        },
    ...(total?.cap === undefined
      ? []
      : [{ id: 'total.cap', demand: `not return a total above ${total.cap}`, entry: [...entry, 'cap'] }]),
    ...(filters.length > 0
      ? [{ id: 'total.adds-up', demand: 'return totals that add up when filters split the rows', entry }]
      : []),
    { id: 'total.same', demand: 'return the same total, whatever the page size', entry },
  ];
}

function listEchoDrafts({ envelope: { roles }, page }: Contract): readonly RequirementDraft[] {
  return [
    ...(roles.has('pageCount')
      ? [{ id: 'page-count', demand: 'return the number of pages', entry: ['pageCount'] }]
      : []),
    ...(roles.has('pageNumber')
      ? [
          {
            id: 'page-number',
            demand: `number pages from ${page.style === 'number' ? page.first : 1}`,
            entry: ['pageNumber'],
          },
        ]
      : []),
    ...(roles.has('position')
      ? [{ id: 'echo.position', demand: 'echo the position of the page', entry: ['page', 'echo', 'position'] }]
      : []),
    ...(roles.has('limit')
      ? [{ id: 'echo.limit', demand: 'echo the page size', entry: ['page', 'echo', 'limit'] }]
      : []),
  ];
}

function listOrderDrafts({ order, identity, provenanceOf }: Contract): readonly RequirementDraft[] {
  const by = provenanceOf(['order', 'by']).mark;
  const keys = order.by.filter(({ field }) => field.name !== identity.name);
  const { parameter } = order;
  return [
    ...keys.map(({ field, direction }) => ({
      id: `order.default.${field.name}`,
      demand: `sort by \`${field.name}\` ${direction === 1 ? 'ascending' : 'descending'} by default`,
      entry: ['order', field.name],
      mark: weakest(by),
    })),
    ...(parameter === undefined
      ? []
      : [
          { id: 'order.applied', demand: `sort by the \`${parameter.name}\` parameter`, entry: ['order', 'parameter'] },
          ...[...parameter.fields.keys()].flatMap((name) => listFieldDrafts(name)),
          ...(parameter.separator === undefined
            ? []
            : [
                {
                  id: 'order.several',
                  demand: `sort by several fields joined by \`${parameter.separator}\``,
                  entry: ['order', 'separator'],
                },
              ]),
          {
            id: 'order.unknown',
            demand: `${parameter.unknown} an order by an unknown field`,
            entry: ['order', 'unknown'],
          },
        ]),
  ];
}

function listFieldDrafts(name: string): readonly RequirementDraft[] {
  const entry = ['order', 'parameter'];
  return [
    { id: `order.by.${name}.supported`, demand: `accept an order by \`${name}\``, entry: ['order', 'fields'] },
    { id: `order.by.${name}.sorted`, demand: `sort by \`${name}\` in both directions`, entry },
    { id: `order.by.${name}.complete`, demand: `not drop rows when sorting by \`${name}\``, entry },
  ];
}
