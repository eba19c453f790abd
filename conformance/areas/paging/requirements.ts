import type { Contract, JsonSchema, Pointer } from '../../../src/contract/contract.ts';
import { propertiesOf } from '../../../src/contract/json-schema.ts';
import { weakest } from '../../../src/contract/provenance.ts';
import { completeRequirements, type Requirement, type RequirementDraft } from '../../requirement.ts';
import { rejectionRequirements } from '../rejections.ts';

export function derivePagingRequirements(contract: Contract): readonly Requirement[] {
  return completeRequirements(contract, 'paging', [
    ...listWalkDrafts(contract),
    ...listLinkDrafts(contract),
    ...listPositionDrafts(contract),
    ...listLimitDrafts(contract),
    ...listTotalDrafts(contract),
  ]);
}

function listWalkDrafts({ envelope: { roles }, filters }: Contract): readonly RequirementDraft[] {
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
    ...(roles.has('next')
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

function listLinkDrafts(contract: Contract): readonly RequirementDraft[] {
  const { page, envelope } = contract;
  const { roles, atEnd } = envelope;
  const isLink = (page.style === 'links' || page.style === 'number') && roles.has('next');
  return [
    ...(roles.has('next')
      ? [
          {
            id: 'end.form',
            demand:
              atEnd === 'omitted'
                ? 'omit links to pages that do not exist'
                : 'return null for links to pages that do not exist',
            entry: ['page', 'atEnd'],
          },
        ]
      : []),
    ...(isLink
      ? [
          {
            id: 'links.absolute',
            demand: 'return absolute URLs as links',
            // A link is a reference, which may be relative, unless the document says more.
            ...(statesUris(contract)
              ? { entry: ['page', 'next'] }
              : { entry: ['page', 'next', 'as'], reading: ['page', 'next'] }),
          },
          { id: 'links.origin', demand: 'link to the host of the request', mark: 'inferred' as const },
          // An opaque link need not repeat parameters.
          ...(page.style === 'number'
            ? [
                {
                  id: 'links.parameters',
                  demand: 'repeat the filters, the order and the page size once each in links',
                  entry: ['page', 'links'],
                  mark: 'inferred' as const,
                },
              ]
            : []),
        ]
      : []),
  ];
}

/** Whether OpenAPI says of the next link that it is a URI, and not a reference to one. */
function statesUris({ bodySchema, envelope }: Contract): boolean {
  const place: unknown = envelope.roles.get('next');
  const pointer = Array.isArray(place) ? place : (place as { readonly pointer?: Pointer }).pointer;
  const schema = pointer?.reduce<JsonSchema>((at, key) => propertiesOf(at)[key] ?? {}, bodySchema);
  return schema?.['format'] === 'uri';
}

function listPositionDrafts(contract: Contract): readonly RequirementDraft[] {
  const { page } = contract;
  if (page.style !== 'number' && page.style !== 'offset') return [];
  const entry = ['page', 'position'];
  return [
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
    ...(page.style === 'offset' && page.pastEnd === 'empty'
      ? [
          {
            id: 'position.past-end.empty',
            demand: `return an empty page for a \`${page.position}\` past the end`,
            entry: ['page', 'pastEnd'],
          },
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

function listLimitDrafts(contract: Contract): readonly RequirementDraft[] {
  const { limit } = contract.page;
  const entry = ['page', 'limit'];
  const policy = (key: 'above' | 'below' | 'malformed'): readonly RequirementDraft[] => [
    {
      id: `limit.${key}`,
      demand: describePolicy(limit, key),
      entry: [...entry, 'outOfRange', key],
    },
  ];
  return [
    { id: 'limit.at-most', demand: `not return more rows on a page than \`${limit.parameter}\``, entry },
    ...(contract.page.style === 'links' || contract.page.style === 'number'
      ? [
          {
            id: 'limit.kept',
            demand: `repeat the \`${limit.parameter}\` in links`,
            entry: ['page', 'links'],
            mark: 'inferred' as const,
          },
        ]
      : []),
    {
      id: 'limit.bounded',
      demand: `limit pages to ${limit.maximum} rows, whatever size is requested`,
      entry: [...entry, 'maximum'],
    },
    {
      id: 'limit.everything',
      demand: `not return all rows for an invalid \`${limit.parameter}\``,
      // Either bound rules it out: all rows are more than the largest page, and more than none.
      entry: [...entry, limit.minimum === 0 ? 'minimum' : 'maximum'],
    },
    {
      id: 'limit.default',
      demand: `use a default \`${limit.parameter}\` of ${limit.default}`,
      entry: [...entry, 'default'],
    },
    {
      id: 'limit.accepted',
      demand: `accept a \`${limit.parameter}\` of ${Math.max(1, limit.minimum)} and of ${limit.maximum}`,
      entry: [...entry, 'maximum'],
    },
    ...policy('above'),
    ...policy('below'),
    ...policy('malformed'),
    ...([limit.above, limit.below, limit.malformed].includes('reject')
      ? rejectionRequirements(contract, 'limit.refused', 'invalidParameter', `a \`${limit.parameter}\` that it rejects`)
      : []),
    ...(limit.minimum === 0
      ? [
          {
            id: 'limit.zero',
            demand: `return no rows for a \`${limit.parameter}\` of 0`,
            entry: [...entry, 'outOfRange'],
          },
        ]
      : []),
  ];
}

const FLAWS = { above: 'too large', below: 'too small', malformed: 'not an integer' } as const;

/** The policy for a page size that is not accepted: `clamp a limit that is too large to 100`. */
function describePolicy(limit: Contract['page']['limit'], key: keyof typeof FLAWS): string {
  const what = `a \`${limit.parameter}\` that is ${FLAWS[key]}`;
  switch (limit[key]) {
    case 'reject':
      return `reject ${what}`;
    case 'clamp':
      return `clamp ${what} to ${key === 'below' ? Math.max(1, limit.minimum) : limit.maximum}`;
    case 'default':
      return `use the default for ${what}`;
  }
}

function listTotalDrafts({
  envelope: { roles },
  filters,
  order,
  identity,
  provenanceOf,
}: Contract): readonly RequirementDraft[] {
  const by = provenanceOf(['order', 'by']).mark;
  const keys = order.by.filter(({ field }) => field.name !== identity.name);
  const parameter = order.parameter;
  return [
    ...(roles.has('total')
      ? [
          {
            id: 'total.counts',
            demand: 'return the number of all matching rows as the total',
            entry: ['total'],
          },
          {
            id: 'total.every-page',
            demand: 'return the total with every page',
            entry: ['total', 'when'],
            reading: ['total'],
          },
          ...(filters.length > 0
            ? [
                {
                  id: 'total.adds-up',
                  demand: 'return totals that add up when filters split the rows',
                  entry: ['total'],
                },
              ]
            : []),
          { id: 'total.same', demand: 'return the same total, whatever the page size', entry: ['total'] },
        ]
      : []),
    ...(roles.has('pageCount')
      ? [{ id: 'page-count', demand: 'return the number of pages', entry: ['pageCount'] }]
      : []),
    ...(roles.has('pageNumber') ? [{ id: 'page-number', demand: 'number pages from 1', entry: ['pageNumber'] }] : []),
    ...(roles.has('position')
      ? [{ id: 'echo.position', demand: 'echo the position of the page', entry: ['page', 'echo', 'position'] }]
      : []),
    ...(roles.has('limit')
      ? [{ id: 'echo.limit', demand: 'echo the page size', entry: ['page', 'echo', 'limit'] }]
      : []),
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
