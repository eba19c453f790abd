import { toComparable } from '../../../src/contract/comparable.ts';
import type { Field } from '../../../src/contract/contract.ts';
import { readField } from '../../../src/contract/read-field.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Walk } from '../../list/walk.ts';
import { compareWalk } from './compare-walk.ts';

/** Asks for every order and its reverse, in small pages. */
export const checkOrders: Check = {
  id: 'paging.orders',
  title: 'asks for every order and its reverse',
  verifies: ['order.*'],
  cost: 60,
  appliesTo: ({ order }) => order.parameter !== undefined,
  async run(context) {
    const { contract, survey, ledger } = context;
    for (const [name, field] of contract.order.parameter?.fields ?? []) {
      if (survey.window.ids.length < 3 || !survey.window.closed) {
        ledger.leaveOpen(`order.${name}.reverse`, 'too few rows are known to order them');
        continue;
      }
      await context.confirm((scratch) => tryOrder(context, scratch, name, field));
    }
  },
};

async function tryOrder(
  { contract, list, survey }: CheckContext,
  ledger: Ledger,
  name: string,
  field: Field,
): Promise<void> {
  const { window } = survey;
  const limit = Math.max(2, Math.ceil(window.ids.length / 5));
  const [up, down] = await Promise.all(
    [name, `-${name}`].map((order) => list.walk({ ...window.query, order, limit }, { maxPages: 12 })),
  );
  if (up === undefined || down === undefined) return;
  for (const walk of [up, down]) compareWalk(contract, ledger, walk, window, { complete: `order.${name}.complete` });
  const [rising, falling] = [up, down].map((walk) => readValues(walk, field));
  if (rising === undefined || falling === undefined || new Set(rising).size < 2) {
    ledger.leaveOpen(`order.${name}.reverse`, `the rows have too few values of ${name}`);
    return;
  }
  const usual = String(window.ids);
  const answers = [...up.pages, ...down.pages];
  if (String(up.ids) === usual && String(down.ids) === usual) {
    ledger.violate(`order.${name}.applied`, { summary: `neither ${name} nor -${name} changes the order`, answers });
    return;
  }
  if (isGrouped(rising) && isGrouped(falling)) ledger.exercise(`order.${name}.applied`, 'orders');
  else
    ledger.violate(`order.${name}.applied`, {
      summary: `rows with the same ${name} do not stand together`,
      received: rising,
      answers,
    });
  if (String(distinct(rising)) === String(distinct(falling).reverse()))
    ledger.exercise(`order.${name}.reverse`, 'orders');
  else
    ledger.violate(`order.${name}.reverse`, {
      summary: `-${name} is not ${name} turned around`,
      expected: distinct(rising).reverse(),
      received: distinct(falling),
      answers,
    });
}

/** Values that are there: where a database puts nulls is its own business. */
function readValues({ items }: Walk, field: Field): readonly (string | number)[] {
  return items.flatMap((item) => toComparable(readField(item, field.path)[0], field.kind) ?? []);
}

function distinct(values: readonly (string | number)[]): (string | number)[] {
  return [...new Set(values.map((value) => (typeof value === 'string' ? value.toLowerCase() : value)))];
}

function isGrouped(values: readonly (string | number)[]): boolean {
  const folded = values.map((value) => (typeof value === 'string' ? value.toLowerCase() : value));
  return folded.filter((value, index) => index === 0 || value !== folded[index - 1]).length === new Set(folded).size;
}
