import type { Contract, Limit } from '../../../src/contract/contract.ts';
import type { Check, CheckContext, Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, formatRows, hasPage, type PageAnswer } from '../../list/answer.ts';
import { listConditions, matches } from '../../list/conditions.ts';
import { type Condition, EVERYTHING, type ListQuery } from '../../list/query.ts';

/** Rows whose values are tried. */
const SAMPLE = 5;

export const checkLimits: Check = {
  id: 'paging.limits',
  title: 'Requests the smallest, the largest and the default page size',
  verifies: ['limit.default', 'limit.accepted'],
  cost: 15,
  appliesTo: ({ page }) => page.limit.parameter !== undefined,
  async run(context) {
    const isQuick = context.design.profile === 'quick';
    await context.confirm((ledger) => tryBounds(context, ledger, isQuick), context.survey.head);
    if (isQuick) return;
    await context.confirm((ledger) => compareDefaultSize(context, ledger, EVERYTHING));
    const common = listCommonConditions(context).slice(0, 1);
    for (const condition of common) {
      await context.confirm((ledger) => compareDefaultSize(context, ledger, { conditions: [condition] }));
    }
  },
};

/** Conditions that more known rows meet than fit on a page of the default size. */
function listCommonConditions({ contract, survey }: CheckContext): readonly Condition[] {
  const { items } = survey.head;
  const found = contract.filters.flatMap((filter) =>
    items.slice(0, SAMPLE).flatMap((item) => listConditions(item, filter)),
  );
  return found.filter((one) => {
    return items.filter((item) => matches(item, one, contract) === true).length > contract.page.limit.default;
  });
}

/** A page without a size must equal one of the default size; a target may fill its pages only in part. */
async function compareDefaultSize({ contract, list }: CheckContext, ledger: Ledger, query: ListQuery): Promise<void> {
  const { limit } = contract.page;
  const [plain, given, smaller] = await Promise.all([
    list.ask(query),
    list.ask({ ...query, limit: limit.default }),
    list.ask({ ...query, limit: Math.max(1, limit.default - 1) }),
  ]);
  if (!hasPage(plain) || !hasPage(given) || !hasPage(smaller)) return;
  const less = smaller.query.limit ?? limit.default;
  const isFilled = given.page.items.length === limit.default && smaller.page.items.length === less;
  if (!isFilled) {
    ledger.leaveOpen('limit.default', `the list has no more than ${limit.default} rows, or its pages are not full`);
    return;
  }
  if (plain.page.items.length === limit.default) ledger.exercise('limit.default', 'pages');
  else {
    ledger.violate('limit.default', {
      summary: `without \`${limit.parameter}\`, a page has ${formatRows(plain.page.items.length)}`,
      expected: limit.default,
      received: plain.page.items.length,
      answers: [given, plain],
    });
  }
}

/**
 * The bounds themselves are in range; with page numbers or offsets, pages must be full.
 *
 * @param isQuick - whether only the largest size is tried, which the survey has asked for already
 */
async function tryBounds({ contract, list, survey }: CheckContext, ledger: Ledger, isQuick: boolean): Promise<void> {
  const { limit } = contract.page;
  // A maximum that nobody states is no size that has to be accepted.
  const sizes = limit.sizes ?? [Math.max(1, limit.minimum), limit.maximum];
  for (const size of isQuick ? sizes.slice(-1) : sizes) {
    const answer = await list.ask({ ...EVERYTHING, limit: size }, { purpose: 'either' });
    // Rows that were read are more reliable than the total.
    const known = survey.head.closed ? survey.head.ids.length : (answer.page?.total ?? 0);
    judgeBound(contract, ledger, answer, { size, due: Math.min(size, known), usual: survey.opening.page.items.length });
  }
}

/** A size within the bounds, how many rows are due, and how many a page of the default size has. */
interface Bound {
  readonly size: number;
  readonly due: number;
  readonly usual: number;
}

function judgeBound({ page }: Contract, ledger: Ledger, answer: Answer, { size, due, usual }: Bound): void {
  const { limit, style } = page;
  const isFilled = style === 'offset' || (style === 'number' && usual === limit.default);
  const count = answer.page?.items.length;
  if (count !== undefined && count <= size && (count >= due || !isFilled)) {
    ledger.exercise('limit.accepted', 'sizes');
    return;
  }
  ledger.violate('limit.accepted', {
    summary: `\`${limit.parameter}=${size}\` returns ${count === undefined ? `status ${answer.response.status}` : formatRows(count)}`,
    expected: `${due} rows`,
    received: count ?? answer.response.status,
    answers: [answer],
  });
}

export const inspectLimits: Inspector = {
  id: 'paging.page-sizes',
  title: 'Counts the rows of every page',
  verifies: ['limit.at-most', 'limit.kept', 'limit.default', 'limit.fixed'],
  prepare({ page }) {
    const { limit } = page;
    let isFilled = false;
    return (answer, ledger) => {
      if (!hasPage(answer) || answer.purpose !== 'page') return;
      if (isUnsizedStart(page, answer)) {
        judgeUsual(limit, ledger, answer, isFilled);
        isFilled ||= answer.page.items.length === limit.default;
      }
      const asked = answer.query.limit ?? limit.default;
      const allowed = Math.min(asked, limit.maximum);
      const count = answer.page.items.length;
      if (asked === 0) return;
      const { broken, met } = findSizeRequirements(limit, answer);
      if (count > allowed) {
        ledger.violate(broken, {
          summary: `a page of at most ${formatRows(allowed)} has ${count}`,
          expected: allowed,
          received: count,
          answers: [answer],
        });
      } else if (count === allowed && met !== undefined) ledger.exercise(met, 'full pages');
    };
  },
};

/** Whether all rows are asked for in the usual way, where pages before the last one are full. */
function isUnsizedStart({ limit, style }: Contract['page'], { position, plain, query }: Answer): boolean {
  const isCounted = style === 'number' || style === 'offset';
  const isStart = position.link === undefined && position.value === undefined;
  return isCounted && limit.parameter !== undefined && plain && isStart && query.limit === undefined;
}

/** What is a full page once is one the next time, whatever was asked for in between. */
function judgeUsual(limit: Limit, ledger: Ledger, answer: PageAnswer, isFilled: boolean): void {
  const { items, total = 0 } = answer.page;
  if (!isFilled || items.length >= limit.default || total <= items.length || total < limit.default) return;
  ledger.violate('limit.default', {
    summary: `without \`${limit.parameter}\`, a page has ${formatRows(items.length)}, and had ${limit.default} before`,
    expected: limit.default,
    received: items.length,
    answers: [answer],
  });
}

/** The requirement that too many rows break, and the one that a full page meets. */
function findSizeRequirements(
  { parameter }: Limit,
  { query, position }: Answer,
): { readonly broken: string; readonly met?: string } {
  if (parameter === undefined) return { broken: 'limit.fixed', met: 'limit.fixed' };
  if (query.limit === undefined) return { broken: 'limit.default' };
  // On a followed link, the page size is that of the link.
  const given = position.link === undefined ? 'limit.at-most' : 'limit.kept';
  return { broken: given, met: given };
}
