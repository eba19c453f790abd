import type { Contract } from '../../../src/contract/contract.ts';
import { weakest } from '../../../src/contract/provenance.ts';
import { completeRequirements, type Requirement, type RequirementDraft } from '../../requirement.ts';
import { rejectionRequirements } from '../rejections.ts';

/** What a contract demands of how pages join up. */
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
    { id: 'walk.complete', demand: 'lose no row between pages, whatever their size', ...next },
    { id: 'walk.unique', demand: 'repeat no row on another page', ...next },
    {
      id: 'walk.ties',
      demand: 'lose and repeat no row where rows that the order does not tell apart meet the end of a page',
      ...next,
    },
    { id: 'walk.order', demand: 'keep the rows in one order, whatever the page size', mark: 'inferred' },
    { id: 'walk.terminates', demand: 'lead from every page to the end', ...next },
    ...(filters.length > 0
      ? [
          { id: 'walk.filters', demand: 'keep the filters from page to page', entry: ['filters'] },
          { id: 'walk.interleaved', demand: 'keep lists apart that are read in turns', entry: ['filters'] },
        ]
      : []),
    { id: 'replay.same', demand: 'give the same rows when the same page is asked for again', ...next },
    { id: 'replay.concurrent', demand: 'give the same rows when several pages are asked for at once', ...next },
    ...(roles.has('previous')
      ? [
          { id: 'walk.previous', demand: 'lead back from the last page over all rows', ...previous },
          { id: 'walk.return', demand: 'lead on again from a page that was reached backward', ...previous },
          {
            id: 'walk.backward',
            demand: 'lead back to the row that comes just before a page',
            entry: ['page', 'style'],
          },
          { id: 'walk.adjacent', demand: 'lead back to the rows just before a page', ...previous },
          { id: 'end.previous', demand: 'lead nowhere back from the first page', entry: ['page', 'atEnd'] },
        ]
      : []),
    ...(roles.has('first') ? [{ id: 'jump.first', demand: 'lead to the first page', entry: ['page', 'first'] }] : []),
    ...(roles.has('last') ? [{ id: 'jump.last', demand: 'lead to the last page', entry: ['page', 'last'] }] : []),
    ...(roles.has('next')
      ? [{ id: 'end.next', demand: 'lead nowhere on from the last page', entry: ['page', 'atEnd'] }]
      : []),
  ];
}

function listLinkDrafts({ page, envelope: { roles, atEnd } }: Contract): readonly RequirementDraft[] {
  const isLink = (page.style === 'links' || page.style === 'number') && roles.has('next');
  return [
    ...(roles.has('next')
      ? [{ id: 'end.form', demand: `have links that lead nowhere ${atEnd}`, entry: ['page', 'atEnd'] }]
      : []),
    ...(isLink
      ? [
          { id: 'links.absolute', demand: 'give absolute URLs as links', entry: ['page', 'next'] },
          { id: 'links.origin', demand: 'give links to the host that was asked', mark: 'inferred' as const },
          // An opaque link says where it leads in its own way.
          ...(page.style === 'number'
            ? [
                {
                  id: 'links.parameters',
                  demand: 'keep the filters, the order and the page size in links, each once',
                  entry: ['page', 'links'],
                  mark: 'inferred' as const,
                },
              ]
            : []),
        ]
      : []),
  ];
}

function listPositionDrafts(contract: Contract): readonly RequirementDraft[] {
  const { page } = contract;
  if (page.style !== 'number' && page.style !== 'offset') return [];
  const entry = ['page', 'position'];
  return [
    { id: 'position.rows', demand: `give at each ${page.position} the rows that stand there`, entry },
    { id: 'position.deep', demand: `give the same rows at a ${page.position} in pages of any size`, entry },
    { id: 'position.end', demand: 'end the last page with the last row', entry },
    {
      id: 'position.past-end',
      demand: `show no rows at a ${page.position} past the end`,
      // To skip all records leaves none; what becomes of a page number that there is not, is less plain.
      entry: page.style === 'offset' ? entry : ['page', 'pastEnd'],
    },
    ...(page.style === 'number' && page.pastEnd === 'reject'
      ? rejectionRequirements(contract, 'position.past-end', 'invalidPosition', `a ${page.position} past the end`)
      : []),
    ...(page.style === 'offset' && page.pastEnd === 'empty'
      ? [
          {
            id: 'position.past-end.empty',
            demand: `answer a ${page.position} past the end with an empty page`,
            entry: ['page', 'pastEnd'],
          },
        ]
      : []),
    // The range is documented; that what lies outside is refused, and not read as the nearest within, is not.
    ...rejectionRequirements(
      contract,
      'position.below',
      page.style === 'number' ? 'invalidPosition' : 'invalidParameter',
      `a ${page.position} that is too small or no integer`,
    ).map((draft) => ({ ...draft, mark: weakest('inferred', draft.mark ?? 'documented') })),
    ...(page.style === 'number' && page.lastWord !== undefined
      ? [
          {
            id: 'position.last-word',
            demand: `give the last page for ${page.position}=${page.lastWord}`,
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
      demand: `${limit[key]} a ${limit.parameter} that is ${WORDS[key]}`,
      entry: [...entry, 'outOfRange', key],
    },
  ];
  return [
    { id: 'limit.at-most', demand: `show no more than ${limit.parameter} rows on a page`, entry },
    ...(contract.page.style === 'links' || contract.page.style === 'number'
      ? [
          {
            id: 'limit.kept',
            demand: `keep the ${limit.parameter} in links`,
            entry: ['page', 'links'],
            mark: 'inferred' as const,
          },
        ]
      : []),
    {
      id: 'limit.bounded',
      demand: `show no more than ${limit.maximum} rows on a page, whatever is asked`,
      entry: [...entry, 'maximum'],
    },
    {
      id: 'limit.everything',
      demand: `never show everything for a ${limit.parameter} that makes no sense`,
      entry: ['page', 'limit', 'parameter'],
    },
    {
      id: 'limit.default',
      demand: `take a ${limit.parameter} of ${limit.default} where none is given`,
      entry: [...entry, 'default'],
    },
    {
      id: 'limit.accepted',
      demand: `take a ${limit.parameter} of ${Math.max(1, limit.minimum)} and of ${limit.maximum}`,
      entry: [...entry, 'maximum'],
    },
    ...policy('above'),
    ...policy('below'),
    ...policy('malformed'),
    ...([limit.above, limit.below, limit.malformed].includes('reject')
      ? rejectionRequirements(
          contract,
          'limit.refused',
          'invalidParameter',
          `a ${limit.parameter} out of range, where it refuses one,`,
        )
      : []),
    ...(limit.minimum === 0
      ? [{ id: 'limit.zero', demand: `show no rows for a ${limit.parameter} of 0`, entry: [...entry, 'outOfRange'] }]
      : []),
  ];
}

const WORDS = { above: 'too large', below: 'too small', malformed: 'no integer' } as const;

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
          { id: 'total.counts', demand: 'count all rows that match, on every page', entry: ['total'] },
          ...(filters.length > 0
            ? [{ id: 'total.adds-up', demand: 'give totals that add up when filters split the rows', entry: ['total'] }]
            : []),
          { id: 'total.same', demand: 'give the same total whatever the page size', entry: ['total'] },
        ]
      : []),
    ...(roles.has('pageCount') ? [{ id: 'page-count', demand: 'count the pages', entry: ['pageCount'] }] : []),
    ...(roles.has('pageNumber')
      ? [{ id: 'page-number', demand: 'number the pages from 1', entry: ['pageNumber'] }]
      : []),
    ...(roles.has('position')
      ? [{ id: 'echo.position', demand: 'repeat where the page begins', entry: ['page', 'echo', 'position'] }]
      : []),
    ...(roles.has('limit')
      ? [{ id: 'echo.limit', demand: 'repeat the page size', entry: ['page', 'echo', 'limit'] }]
      : []),
    ...keys.map(({ field, direction }) => ({
      id: `order.default.${field.name}`,
      demand: `order rows by \`${field.name}\`, ${direction === 1 ? 'ascending' : 'descending'}`,
      entry: ['order', field.name],
      mark: weakest(by),
    })),
    ...(parameter === undefined
      ? []
      : [
          { id: 'order.applied', demand: `order rows as ${parameter.name} asks`, entry: ['order', 'parameter'] },
          ...[...parameter.fields.keys()].flatMap((name) => listFieldDrafts(name)),
          ...(parameter.separator === undefined
            ? []
            : [
                {
                  id: 'order.several',
                  demand: `order rows by several fields, joined by ${parameter.separator}`,
                  entry: ['order', 'separator'],
                },
              ]),
          {
            id: 'order.unknown',
            demand: `${parameter.unknown} an order by a field that there is not`,
            entry: ['order', 'unknown'],
          },
        ]),
  ];
}

function listFieldDrafts(name: string): readonly RequirementDraft[] {
  const entry = ['order', 'parameter'];
  return [
    { id: `order.by.${name}.supported`, demand: `order rows by \`${name}\` when asked to`, entry: ['order', 'fields'] },
    { id: `order.by.${name}.sorted`, demand: `order rows by \`${name}\`, and the other way round for -${name}`, entry },
    { id: `order.by.${name}.complete`, demand: `lose no row in the order by \`${name}\``, entry },
  ];
}
