import type { Field, Filter } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import { createRandom } from '../../design/random.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, hasPage, type Item } from '../../list/answer.ts';
import { listConditions, matches } from '../../list/conditions.ts';
import { type Condition, EVERYTHING, fitSize, type ListQuery } from '../../list/query.ts';
import { describeTie } from '../../survey/ties.ts';
import { listOrders } from './orders.ts';
import { findDisorder } from './row-order.ts';

const MIN_ROWS = 2;
const MAX_ROWS = 40;
const MAX_PAGES = 3;
const FEW = 6;
/** Fields whose ties are tried. */
const MAX_FIELDS = 2;

/** Sorts by a field in which all rows are equal, so that only the next sort key decides. */
export const checkTiedOrders: Check = {
  id: 'paging.tied-orders',
  title: 'Sorts rows with equal values',
  verifies: ['order.by.*.complete', 'order.several'],
  cost: 30,
  quick: 0,
  appliesTo: ({ order }) => order.parameter !== undefined,
  async run(context) {
    const { contract, survey, ledger, confirm, design } = context;
    const { head } = survey;
    ledger.leaveOpen('order.several', 'no rows have equal values of one field and different values of another');
    await confirm((scratch) => tryFirst(context, scratch));
    // Others in each run.
    const fields = createRandom(design.seed)
      .shuffle([...(contract.order.parameter?.fields ?? [])])
      .slice(0, MAX_FIELDS);
    const found = fields.flatMap(([name, field]) => {
      const condition = findShared(context, field);
      return condition === undefined ? [] : [{ name, condition }];
    });
    for (const [index, { name, condition }] of found.entries()) {
      const query = { conditions: [condition], order: name };
      // The rows were chosen from the start of the list.
      if (index === 0) await confirm((scratch) => walkTied(context, scratch, name, query), head);
      await confirm((scratch) => trySecond(context, scratch, name, condition), head);
    }
  },
};

/** A value that several known rows share. */
function findShared({ contract, survey }: CheckContext, field: Field): Condition | undefined {
  const { items } = survey.head;
  const filters = contract.filters.filter(
    ({ operator, fields }) => operator === 'equals' && fields[0]?.name === field.name,
  );
  const conditions = filters.flatMap((filter: Filter) => items.flatMap((item) => listConditions(item, filter)));
  const counted = [...new Map(conditions.map((one) => [one.value, one])).values()].map((condition) => {
    return { condition, count: items.filter((item) => matches(item, condition, contract) === true).length };
  });
  const fitting = counted.filter(({ count }) => count >= MIN_ROWS && count <= MAX_ROWS);
  // Half a dozen rows need few pages.
  return fitting.sort((a, b) => Math.abs(a.count - FEW) - Math.abs(b.count - FEW))[0]?.condition;
}

async function walkTied(
  { contract, list, survey }: CheckContext,
  ledger: Ledger,
  name: string,
  query: ListQuery,
): Promise<void> {
  const count = survey.head.items.filter((item) =>
    query.conditions.every((one) => matches(item, one, contract) === true),
  ).length;
  const id = `order.by.${name}.complete`;
  const limit = fitSize(contract, Math.max(1, Math.ceil(count / MAX_PAGES)));
  const walk = await list.walk({ ...query, limit }, { maxPages: MAX_PAGES * 2 });
  const total = walk.pages[0]?.page.total;
  if (walk.ended !== 'end' || total === undefined) return;
  const distinct = new Set(walk.ids).size;
  if (distinct === total && walk.ids.length === total) ledger.exercise(id, 'walks over tied rows');
  else {
    ledger.violate(id, {
      summary: `a walk over ${total} rows with equal \`${name}\` returns ${walk.ids.length} rows, ${distinct} of them different`,
      expected: total,
      received: walk.ids,
      answers: walk.pages,
    });
  }
}

/** Of several fields, the first sorts all rows: one order by all of them, the last in the other direction. */
async function tryFirst({ contract, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const { parameter } = contract.order;
  const { window } = survey;
  const fields = [...(parameter?.fields ?? [])];
  const [first, ...others] = fields.filter(([, field]) => countValues(window.items, field) > 1);
  const last = others.at(-1);
  if (parameter?.separator === undefined || first === undefined || last === undefined || !window.closed) return;
  if (listOrders(contract, first[0]).length < 2) return;
  const order = `${first[0]}${parameter.separator}-${last[0]}`;
  const answer = await list.ask({ ...window.query, order, limit: survey.pageSize });
  judgeSeveral(ledger, answer, {
    order,
    field: first[1],
    direction: 1,
    isReading: contract.order.direction === undefined,
  });
}

interface Several {
  readonly order: string;
  /** By which the rows have to be sorted. */
  readonly field: Field;
  readonly direction: 1 | -1;
  /** Rows are compared with those that share its value; absent: with all. */
  readonly within?: Field | undefined;
  /** Whether a server need not know how it is asked for. */
  readonly isReading: boolean;
}

function judgeSeveral(ledger: Ledger, answer: Answer, { order, field, direction, isReading, within }: Several): void {
  const wrong = findDisorder(answer.page?.items ?? [], field, direction, within);
  if (hasPage(answer) && wrong === undefined) {
    ledger.exercise('order.several', 'orders');
    return;
  }
  const { status } = answer.response;
  // That a `-` in front means descending may be our reading.
  if (wrong === undefined && status < 500 && isReading) return;
  ledger.violate('order.several', {
    summary:
      wrong === undefined
        ? `the response to an order by \`${order}\` is ${status}`
        : `sorted by \`${order}\`, ${JSON.stringify(wrong[1])} comes after ${JSON.stringify(wrong[0])}`,
    received: wrong ?? status,
    answers: [answer],
  });
}

/** A second field sorts rows that are equal in the first, in both directions. */
async function trySecond(
  { contract, list, survey }: CheckContext,
  ledger: Ledger,
  name: string,
  condition: Condition,
): Promise<void> {
  const { parameter } = contract.order;
  // Where the document lists all orders, those by several fields are not among them, or we cannot tell which they are.
  if (parameter?.separator === undefined || listOrders(contract, name).length < 2) return;
  const items = survey.head.items.filter((item) => matches(item, condition, contract) === true);
  const second = [...parameter.fields].find(([other, field]) => other !== name && countValues(items, field) > 1);
  if (second === undefined) return;
  const askFor = (order: string): Promise<Answer> =>
    list.ask({ ...EVERYTHING, conditions: [condition], order, limit: survey.pageSize });
  // Rows that are equal in the first field are so in either direction of it, which a server may apply to the second as well.
  const { separator } = parameter;
  for (const [order, plain, direction] of [
    [`-${name}${separator}${second[0]}`, `${name}${separator}${second[0]}`, 1],
    [`${name}${separator}-${second[0]}`, undefined, -1],
  ] as const) {
    const asked = await askFor(order);
    // That a `-` in front means descending may be our reading.
    const answer = hasPage(asked) || plain === undefined ? asked : await askFor(plain);
    // A filter that ignores case returns names that are not equal after all.
    const isReading = direction === -1 && contract.order.direction === undefined;
    const within = parameter.fields.get(name);
    judgeSeveral(ledger, answer, { order, field: second[1], direction, isReading, within });
  }
}

function countValues(items: readonly Item[], field: Field): number {
  return new Set(items.map((item) => describeTie(item, [{ field, direction: 1 }]))).size;
}
