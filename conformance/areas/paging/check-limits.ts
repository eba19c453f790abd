import type { Limit } from '../../../src/contract/contract.ts';
import type { Check, CheckContext, Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Answer, hasPage } from '../../list/answer.ts';
import { EVERYTHING } from '../../list/list-query.ts';

/** Counts the rows of every page. */
export const inspectLimits: Inspector = {
  id: 'paging.page-sizes',
  title: 'counts the rows of every page',
  verifies: ['limit.at-most', 'limit.bounded'],
  prepare({ page: { limit } }) {
    return (answer, ledger) => {
      if (!hasPage(answer) || answer.purpose !== 'page') return;
      const asked = answer.query.limit ?? limit.default;
      const allowed = Math.min(asked, limit.maximum);
      const count = answer.page.items.length;
      if (asked === 0) return;
      const id = answer.query.limit === undefined ? 'limit.default' : 'limit.at-most';
      if (count > allowed) {
        ledger.violate(id, {
          summary: `a page of at most ${allowed} rows holds ${count}`,
          expected: allowed,
          received: count,
          answers: [answer],
        });
      } else if (count === allowed && answer.query.limit !== undefined) ledger.exercise('limit.at-most', 'full pages');
    };
  },
};

/** Asks for pages of the usual size, of the sizes at the bounds, and of sizes beyond them. */
export const checkLimits: Check = {
  id: 'paging.limits',
  title: 'asks for page sizes at and beyond their bounds',
  verifies: ['limit.*'],
  cost: 24,
  async run(context) {
    await context.confirm((ledger) => tryUsual(context, ledger));
    await context.confirm((ledger) => tryBounds(context, ledger));
    await context.confirm((ledger) => tryBeyond(context, ledger));
  },
};

/** Without a size, the page is as with the default one; targets with short pages are judged by what they do otherwise. */
async function tryUsual({ contract, list }: CheckContext, ledger: Ledger): Promise<void> {
  const { limit } = contract.page;
  const [plain, given, smaller] = await Promise.all([
    list.ask(EVERYTHING),
    list.ask({ ...EVERYTHING, limit: limit.default }),
    list.ask({ ...EVERYTHING, limit: Math.max(1, limit.default - 1) }),
  ]);
  if (!hasPage(plain) || !hasPage(given) || !hasPage(smaller)) return;
  const isFilled = given.page.items.length === limit.default && smaller.page.items.length === limit.default - 1;
  if (!isFilled) {
    ledger.leaveOpen('limit.default', `there are not more than ${limit.default} rows, or pages are not filled`);
    return;
  }
  if (plain.page.items.length === limit.default) ledger.exercise('limit.default', 'pages');
  else {
    ledger.violate('limit.default', {
      summary: `without ${limit.parameter}, a page holds ${plain.page.items.length} rows`,
      expected: limit.default,
      received: plain.page.items.length,
      answers: [given, plain],
    });
  }
}

/** The bounds themselves are in range; where positions are counted in pages or rows, pages have to be full. */
async function tryBounds({ contract, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const { limit, style } = contract.page;
  for (const size of [Math.max(1, limit.minimum), limit.maximum]) {
    const answer = await list.ask({ ...EVERYTHING, limit: size }, { purpose: 'either' });
    if (!hasPage(answer)) {
      ledger.violate('limit.accepted', {
        summary: `${limit.parameter}=${size} is answered with status ${answer.response.status}`,
        expected: 200,
        received: answer.response.status,
        answers: [answer],
      });
      continue;
    }
    const count = answer.page.items.length;
    const due = Math.min(size, survey.total ?? 0);
    const isShort =
      count < due && (style === 'offset' || (style === 'number' && survey.opening.page.items.length === limit.default));
    if (count > size || isShort) {
      ledger.violate('limit.accepted', {
        summary: `${limit.parameter}=${size} shows ${count} rows`,
        expected: due,
        received: count,
        answers: [answer],
      });
    } else ledger.exercise('limit.accepted', 'sizes');
  }
}

async function tryBeyond({ contract, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const { limit } = contract.page;
  const kinds = [
    ['above', [String(limit.maximum + 1), String(limit.maximum * 10)]],
    ['below', [String(limit.minimum - 1), '-5']],
    ['malformed', ['abc', '1.5']],
  ] as const;
  for (const [kind, values] of kinds) {
    for (const value of values) {
      const answer = await list.ask(EVERYTHING, { parameters: [[limit.parameter, value]], purpose: 'either' });
      judgeBeyond(ledger, answer, { kind, value, total: survey.total ?? 0 }, contract.page.limit);
    }
  }
}

interface Beyond {
  readonly kind: 'above' | 'below' | 'malformed';
  readonly value: string;
  readonly total: number;
}

function judgeBeyond(ledger: Ledger, answer: Answer, { kind, value, total }: Beyond, limit: Limit): void {
  const id = `limit.${kind}`;
  const { status } = answer.response;
  const count = answer.page?.items.length;
  const what = `${limit.parameter}=${value}`;
  const most = kind === 'above' ? limit.maximum : Math.max(limit.default, limit.minimum);
  if (count !== undefined && count > most) {
    ledger.violate('limit.bounded', {
      summary: `${what} shows ${count} rows`,
      expected: `at most ${most}`,
      received: count,
      answers: [answer],
    });
    return;
  }
  if (total > most) ledger.exercise('limit.bounded', 'sizes beyond the bounds');
  if (isAsSaid(limit, kind, { status, count, total })) ledger.exercise(id, 'sizes beyond the bounds');
  else {
    ledger.violate(id, {
      summary: `${what} is answered with status ${status}${count === undefined ? '' : ` and ${count} rows`}`,
      expected: limit[kind],
      received: count ?? status,
      answers: [answer],
    });
  }
}

/** Whether an answer is what the contract's policy makes of such a size. */
function isAsSaid(
  limit: Limit,
  kind: Beyond['kind'],
  { status, count, total }: { readonly status: number; readonly count: number | undefined; readonly total: number },
): boolean {
  const policy = limit[kind];
  if (policy === 'reject') return status >= 400 && status < 500;
  const bound = kind === 'above' ? limit.maximum : limit.minimum;
  const size = policy === 'clamp' ? bound : limit.default;
  return count !== undefined && (total < size || count === size);
}
