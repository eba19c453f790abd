import type { Contract, OrderKey } from '../../contract/contract.ts';
import { backwardOf } from '../../contract/page-parameters.ts';
import { restsOn } from '../../contract/provenance.ts';
import type { MockRequest } from '../../mock/message.ts';
import { hasTokens, locateNeighbour, type Page, readPage, writePage } from '../../page/page-reader.ts';
import { readLimit, readParameter } from '../../page/query.ts';
import type { Key, View } from '../../store/table.ts';
import { CRASH, endAt, everyContract, readNeighbour } from '../edits.ts';
import type { AlterationContext, AlteredResponse } from '../engine.ts';
import { changeView, overrideTables } from '../tables.ts';
import type { Deviation } from './deviation.ts';
import { cutTimes, hasTimeKey } from './other-orders.ts';

/** Where caps and windows of servers often begin. */
const FAR = 1000;
/** In milliseconds. */
const HOUR = 3_600_000;

/** So many rows show what is behind it. */
const ROWS = { scenario: 'large', size: 1250 } as const;

const hasTotal = ({ envelope }: Contract): boolean => envelope.roles.has('total');
const isCounted = ({ page }: Contract): boolean => page.style === 'number' || page.style === 'offset';
const seeks = (contract: Contract): boolean => hasTokens(contract) && !isCounted(contract);

/** Bugs of lists that are longer than anybody tried. */
export const farRowDeviations: readonly Deviation[] = [
  {
    name: 'far-row-lost',
    summary: `each page that begins after row ${FAR} lacks the row that it should begin with`,
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: everyContract,
    rows: ROWS,
    ...eitherWay(
      (view, through) => Math.min(view.count, through + 1),
      (page) => {
        page.items = page.items.slice(1);
      },
    ),
  },
  {
    name: 'far-row-repeated',
    summary: `each page that begins after row ${FAR} repeats the last row of the page before it`,
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: everyContract,
    rows: ROWS,
    ...eitherWay(
      (_, through) => through - 1,
      (page, request, context) => {
        const before = readNeighbour(context, request, page, 'previous')?.items.at(-1);
        if (before !== undefined) page.items = [before, ...page.items.slice(0, -1)];
      },
    ),
  },
  {
    name: 'far-position-cut-to-hours',
    summary: `after row ${FAR}, a position holds the hour of the last row in place of its time`,
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => seeks(contract) && hasTimeKey(contract),
    rows: ROWS,
    overrideState: overrideThrough((view, _, key, order) => view.countThrough(cutTimes(key, order, HOUR))),
  },
  {
    name: 'far-row-lost-backward',
    summary: `a page that is reached backward lacks its last row where that comes after row ${FAR}`,
    area: 'paging',
    breaks: restsOn('page/previous'),
    appliesTo: (contract) => seeks(contract) && contract.envelope.roles.has('previous'),
    rows: ROWS,
    overrideState: overrideTables((selection, table) => {
      const view = table.select(selection);
      const shift = (count: number): number => (count >= FAR ? count - 1 : count);
      return changeView(view, { countBefore: (key) => shift(view.countBefore(key)) });
    }),
  },
  {
    name: 'far-pages-crash',
    summary: `pages that begin after row ${FAR} give 500`,
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: everyContract,
    rows: ROWS,
    wrap: whereFar(() => CRASH),
  },
  {
    name: 'far-pages-refused',
    summary: `pages that begin after row ${FAR} are rejected`,
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: everyContract,
    rows: ROWS,
    wrap: whereFar((request, { contract, fail }) =>
      fail(isCounted(contract) ? 'invalidParameter' : 'invalidPosition', request),
    ),
  },
  {
    name: 'far-pages-empty',
    summary: `pages that begin after row ${FAR} have no rows`,
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: everyContract,
    rows: ROWS,
    wrap: editFarPages((page) => {
      page.items = [];
    }),
  },
  {
    name: 'far-next-missing',
    summary: `pages that end after row ${FAR} do not lead on`,
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: ({ envelope: { atEnd, roles } }) => roles.has('next') && atEnd !== 'self' && atEnd !== 'edge',
    rows: ROWS,
    wrap: editDeepPages((page, start, { contract }) => {
      if (start + page.items.length < FAR) return;
      endAt(contract, page);
    }),
  },
  {
    name: 'far-total-other',
    summary: `pages that begin after row ${FAR} have a total that is one too small`,
    area: 'paging',
    breaks: restsOn('total'),
    appliesTo: hasTotal,
    rows: ROWS,
    wrap: editFarPages((page) => page.write('total', Number(page.read('total')) - 1)),
  },
  {
    name: 'total-never-above-1000',
    summary: `the total of more than ${FAR} rows is ${FAR}`,
    area: 'paging',
    breaks: restsOn('total'),
    appliesTo: (contract) => hasTotal(contract) && contract.envelope.total?.cap === undefined,
    rows: ROWS,
    wrap: editDeepPages((page) => page.write('total', Math.min(FAR, Number(page.read('total'))))),
  },
];

type Change = (page: Page, request: MockRequest, context: AlterationContext) => void;

/** Lists that seek are wrong in what they look for, those that count in what they return. */
function eitherWay(
  through: (view: View, count: number) => number,
  change: Change,
): Pick<Deviation, 'overrideState' | 'wrap'> {
  const edit = editFarPages((page, request, context) => {
    if (!seeks(context.contract)) change(page, request, context);
  });
  const override = overrideThrough((view, count) => through(view, count));
  return { overrideState: (state) => (seeks(state.contract) ? override(state) : state), wrap: edit };
}

/** Makes an override under which the rows behind a key that is far away begin somewhere else. */
function overrideThrough(
  change: (view: View, count: number, key: Key, order: readonly OrderKey[]) => number,
): NonNullable<Deviation['overrideState']> {
  return overrideTables((selection, table) => {
    const view = table.select(selection);
    return changeView(view, {
      countThrough(key) {
        const count = view.countThrough(key);
        return count >= FAR ? change(view, count, key, selection.order) : count;
      },
    });
  });
}

/** Knows how many rows come before a page: a position that is no number tells it by the page that it was given on. */
function createDepths(contract: Contract): {
  readonly startOf: (request: MockRequest) => number;
  readonly note: (request: MockRequest, page: Page) => void;
} {
  const { page: style } = contract;
  const starts = new Map<string, number>();
  const positionOf = (request: MockRequest): string | undefined => {
    return readParameter(request, style.position) ?? readParameter(request, backwardOf(style));
  };
  const startOf = (request: MockRequest): number => {
    const position = positionOf(request);
    if (position === undefined) return 0;
    if (style.style !== 'number' && style.style !== 'offset') return starts.get(position) ?? 0;
    const at = Number(position) - style.first;
    return style.style === 'number' ? at * readLimit(contract, request) : at;
  };
  return {
    startOf,
    note(request, page) {
      const next = locateNeighbour(contract, request, page, 'next');
      const position = next === undefined ? undefined : positionOf(next);
      if (position !== undefined) starts.set(position, startOf(request) + page.items.length);
    },
  };
}

/** Makes a wrap that responds by how many rows come before a page. */
function whereDeep(
  answer: (
    response: AlteredResponse,
    page: Page,
    start: number,
    context: AlterationContext,
    request: MockRequest,
  ) => AlteredResponse,
): NonNullable<Deviation['wrap']> {
  return (context) => {
    const depths = createDepths(context.contract);
    return (request) => {
      const response = context.handle(request);
      const page = readPage(context.contract, response);
      if (response === undefined || page === undefined) return response;
      depths.note(request, page);
      return answer(response, page, depths.startOf(request), context, request);
    };
  };
}

/** Makes a wrap that answers requests for pages behind the row in another way. */
function whereFar(
  answer: (request: MockRequest, context: AlterationContext) => AlteredResponse,
): NonNullable<Deviation['wrap']> {
  return whereDeep((response, _page, start, context, request) => (start >= FAR ? answer(request, context) : response));
}

function editFarPages(change: Change): NonNullable<Deviation['wrap']> {
  return editDeepPages((page, start, context, request) => {
    if (start >= FAR) change(page, request, context);
  });
}

/** Makes a wrap that changes pages by how many rows come before them. */
function editDeepPages(
  change: (page: Page, start: number, context: AlterationContext, request: MockRequest) => void,
): NonNullable<Deviation['wrap']> {
  return whereDeep((response, page, start, context, request) => {
    change(page, start, context, request);
    return writePage(response, page);
  });
}
