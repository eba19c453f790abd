import type { Contract, Limit, OutOfRange } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, formatRows } from '../../list/answer.ts';
import { EVERYTHING } from '../../list/query.ts';
import { judgeRejection } from '../rejections.ts';

export const checkOddLimits: Check = {
  id: 'paging.odd-limits',
  title: 'Requests page sizes out of range',
  verifies: [
    'limit.above',
    'limit.below',
    'limit.malformed',
    'limit.between',
    'limit.zero',
    'limit.bounded',
    'limit.everything',
    'limit.refused.*',
  ],
  cost: 24,
  quick: 5,
  appliesTo: ({ page }) => page.limit.parameter !== undefined,
  async run(context) {
    const sizes = listOddSizes(context.contract.page.limit);
    await context.confirm(sizes.map((size) => (ledger) => trySize(context, ledger, size)));
  },
};

type Kind = 'above' | 'below' | 'between' | 'malformed' | 'zero' | 'odd';

interface OddSize {
  readonly kind: Kind;
  readonly value: string;
}

function listOddSizes({ minimum, maximum, sizes }: Limit): readonly OddSize[] {
  const between = (sizes ?? []).slice(0, -1).map((size) => size + 1);
  const values: Readonly<Record<Kind, readonly string[]>> = {
    above: [String(maximum + 1)],
    below: [String(minimum - 1)],
    between: between.filter((size) => !sizes?.includes(size)).map(String),
    // Where it is in range, it requests no rows.
    zero: minimum === 0 ? ['0'] : [],
    // What they mean is up to the server, but they never mean everything.
    odd: ['00', '9223372036854775808', '010', '2147483648'],
    malformed: ['abc', '1.5'],
  };
  const all = (Object.keys(values) as Kind[]).flatMap((kind) => {
    return values[kind].map((value, index) => ({ kind, value, index }));
  });
  // One of each kind first, as a quick run has no more.
  return all.sort((a, b) => a.index - b.index);
}

async function trySize(
  { contract, list, survey }: CheckContext,
  ledger: Ledger,
  { kind, value }: OddSize,
): Promise<void> {
  const { limit } = contract.page;
  const parameters = limit.parameter === undefined ? [] : [[limit.parameter, value] as const];
  const answer = await list.ask(EVERYTHING, { parameters, purpose: 'either' });
  const total = answer.page?.total ?? survey.total;
  const { items, total: whole } = survey.opening.page;
  // Where everything fits on a page, nobody knows how many more would: rows may have been added since.
  const usual = whole !== undefined && items.length >= whole ? Number.POSITIVE_INFINITY : items.length;
  const asked = { kind, value, usual, ...(total === undefined ? {} : { total }) };
  judgeAmount(contract, ledger, answer, asked);
  if (kind === 'odd') return;
  if (policyOf(limit, kind) === 'reject' && answer.response.status >= 400) {
    const what = `\`${limit.parameter}=${value}\``;
    judgeRejection(contract, ledger, answer, { id: 'limit.refused', condition: 'invalidParameter', what });
  }
  const id = `limit.${kind}`;
  if (isAsSaid(contract, answer, asked)) {
    ledger.exercise(id, 'sizes out of range');
    return;
  }
  const count = answer.page?.items.length;
  ledger.violate(id, {
    summary: `the response to \`${limit.parameter}=${value}\` is ${answer.response.status}${count === undefined ? '' : ` with ${formatRows(count)}`}`,
    expected: policyOf(limit, kind) ?? 'no rows',
    received: count ?? answer.response.status,
    answers: [answer],
  });
}

interface Asked extends OddSize {
  /** How many rows there are, where that is known, and how many of them are on a page of the default size; infinite where all are. */
  readonly total?: number;
  readonly usual: number;
}

/** Whatever the policy, a size out of range must never return more than the largest page. */
function judgeAmount(
  { page: { limit } }: Contract,
  ledger: Ledger,
  answer: Answer,
  { kind, value, total = 0, usual }: Asked,
): void {
  const id = kind === 'above' || kind === 'odd' ? 'limit.bounded' : 'limit.everything';
  const count = answer.page?.items.length ?? 0;
  const isRefused = ['above', 'zero'].includes(kind) || policyOf(limit, kind) === 'reject';
  const isEverything = kind !== 'above' && isRefused && count === total && total > Math.max(usual, 1);
  if (count > limit.maximum || isEverything) {
    ledger.violate(id, {
      summary: `\`${limit.parameter}=${value}\` returns ${count} of ${total} rows`,
      expected: `at most ${id === 'limit.bounded' ? limit.maximum : usual}`,
      received: count,
      answers: [answer],
    });
  } else if (total > (id === 'limit.bounded' ? limit.maximum : usual)) ledger.exercise(id, 'sizes out of range');
}

/** Whether a response follows the contract's policy. */
function isAsSaid(contract: Contract, { response, page }: Answer, { kind, value, total }: Asked): boolean {
  const { limit, style } = contract.page;
  const count = page?.items.length;
  const policy = policyOf(limit, kind);
  if (policy === undefined) return count === 0;
  if (policy === 'reject') return response.status >= 400 && response.status < 500;
  const smaller = limit.sizes?.findLast((size) => size < Number(value));
  const bound = kind === 'above' ? limit.maximum : kind === 'between' ? (smaller ?? limit.minimum) : limit.minimum;
  const size = policy === 'clamp' ? bound : limit.default;
  if (count === undefined) return false;
  // With links and tokens, a page may be shorter than its size; and nobody may know how many rows there are.
  const mayBeShort = total === undefined || (style !== 'number' && style !== 'offset');
  return mayBeShort ? count <= size : count === Math.min(total, size);
}

/** What becomes of such a size; `undefined` for a zero that is in range. */
function policyOf(limit: Limit, kind: Kind): OutOfRange | undefined {
  if (kind === 'zero' || kind === 'odd') return undefined;
  return limit[kind === 'between' ? 'above' : kind];
}
