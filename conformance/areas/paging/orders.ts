import type { Contract, Field } from '../../../src/contract/contract.ts';
import { readField } from '../../../src/contract/field-values.ts';
import { valuesOf } from '../../../src/contract/openapi/schema-branches.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { haveSameRows } from '../../list/answer.ts';
import { fitSize } from '../../list/query.ts';
import type { Walk } from '../../list/walk.ts';
import { describeTie } from '../../survey/ties.ts';
import { countsPositions } from './positions.ts';
import { findDisorder } from './row-order.ts';
import { compareWalk } from './walk-comparison.ts';

export const checkOrders: Check = {
  id: 'paging.orders',
  title: 'Sorts by every field in both directions',
  verifies: ['order.applied', 'order.by.*', 'order.unknown'],
  cost: 60,
  appliesTo: ({ order }) => order.parameter !== undefined,
  async run(context) {
    const { contract, survey, ledger } = context;
    const all = [...(contract.order.parameter?.fields ?? [])];
    const fields = context.design.profile === 'quick' ? chooseField(context, all) : all;
    if (survey.window.ids.length < 3 || !survey.window.closed) {
      const why = 'too few rows are known to order them';
      for (const [name] of fields) ledger.leaveOpen(`order.by.${name}.sorted`, why);
      ledger.leaveOpen('order.applied', why);
      return;
    }
    await context.confirm(async (scratch) => {
      const effects = await Promise.all(fields.map((field) => tryOrder(context, scratch, field)));
      if (context.design.profile === 'whole')
        await goBack(context, scratch, `order.by.${fields[0]?.[0]}.complete`, effects[0]?.walks[0]);
      judgeEffects(scratch, effects);
    });
    if (context.design.profile === 'quick') return;
    await context.confirm((scratch) => tryUnknown(context, scratch));
  },
};

/** One field for a quick run: by preference one that some rows have no value of. */
function chooseField(
  { survey }: CheckContext,
  fields: readonly (readonly [string, Field])[],
): readonly (readonly [string, Field])[] {
  const mixed = fields.find(([, { path }]) => {
    const isNull = survey.window.items.map((item) => (readField(item, path)[0] ?? null) === null);
    return isNull.includes(true) && new Set(isNull).size > 1;
  });
  return mixed === undefined ? fields.slice(0, 1) : [mixed];
}

/** The result of an order: sorted rows, rows in the default order, or nothing conclusive. */
interface Effect {
  readonly effect: 'ordered' | 'none' | 'unknown';
  readonly walks: readonly Walk[];
}

/** A document may leave the fields open, but at least one must change the order. */
function judgeEffects(ledger: Ledger, effects: readonly Effect[]): void {
  const telling = effects.filter(({ effect }) => effect !== 'unknown');
  if (telling.length === 0) ledger.leaveOpen('order.applied', 'the rows have too few different values to sort by');
  else if (telling.some(({ effect }) => effect === 'ordered'))
    ledger.exercise('order.applied', 'orders', telling.length);
  else {
    ledger.violate('order.applied', {
      summary: 'no requested order changes the order of the rows',
      answers: telling.flatMap(({ walks }) => walks.flatMap(({ pages }) => pages.slice(0, 1))),
    });
  }
}

async function tryOrder(
  context: CheckContext,
  ledger: Ledger,
  [name, field]: readonly [string, Field],
): Promise<Effect> {
  const { contract, list, survey } = context;
  const { window } = survey;
  const id = `order.by.${name}`;
  const asked = await Promise.all(
    listOrders(contract, name).map((order, index) => {
      // One page shows the other direction, unless later pages begin behind a row that is sorted in this direction.
      const isOnePage = index > 0 && (context.design.profile === 'quick' || countsPositions(contract));
      const parts = isOnePage ? 1 : 2;
      const limit = fitSize(contract, Math.max(2, Math.ceil(window.ids.length / parts)));
      return list.walk({ ...window.query, order, limit }, { maxPages: 12 });
    }),
  );
  const walks = asked.filter((walk) => !isDoubtful(contract, walk));
  for (const walk of walks) compareWalk(contract, ledger, walk, window, { complete: `${id}.complete` });
  const values = new Set(window.items.map((item) => describeTie(item, [{ field, direction: 1 }])));
  if (values.size < 2) {
    ledger.leaveOpen(`${id}.sorted`, `the rows have too few different values of \`${name}\``);
    return { effect: 'unknown', walks };
  }
  const disorders = walks.map((walk) => findDisorder(walk.items, field, isDescending(walk) ? -1 : 1));
  const isUsual = walks.every(({ ids }) => String(ids) === String(window.ids));
  if (isUsual && walks.length < 2) {
    ledger.leaveOpen(`${id}.supported`, 'the only order that can be requested is the default order');
    return { effect: 'unknown', walks };
  }
  if (isUsual) {
    ledger.violate(`${id}.supported`, {
      summary: `neither \`${name}\` nor \`-${name}\` changes the order`,
      answers: walks.flatMap(({ pages }) => pages.slice(0, 1)),
    });
    return { effect: 'none', walks };
  }
  ledger.exercise(`${id}.supported`, 'orders');
  for (const [index, walk] of walks.entries()) {
    const wrong = disorders[index];
    if (wrong === undefined) ledger.exercise(`${id}.sorted`, 'orders');
    else {
      ledger.violate(`${id}.sorted`, {
        summary: `sorted by \`${walk.query.order}\`, ${JSON.stringify(wrong[1])} comes after ${JSON.stringify(wrong[0])}`,
        expected: `${name} ${isDescending(walk) ? 'descending' : 'ascending'}`,
        received: wrong,
        answers: walk.pages,
      });
    }
  }
  return { effect: 'ordered', walks };
}

/** The orders by a field that a document lets a client ask for. */
export function listOrders({ order, parameters }: Contract, name: string): readonly string[] {
  const both = [name, `-${name}`];
  const declared = parameters.find((parameter) => parameter.name === order.parameter?.name);
  const values = order.direction === undefined ? valuesOf(declared?.schema) : undefined;
  return values === undefined ? both : both.filter((one) => values.includes(one));
}

function isDescending({ query }: Walk): boolean {
  return query.order?.startsWith('-') === true;
}

/** That a `-` in front means descending is our reading, unless the contract says how a client asks for it. */
function isDoubtful({ order, parameters }: Contract, walk: Walk): boolean {
  const declared = parameters.find((parameter) => parameter.name === order.parameter?.name);
  const isStated = order.direction !== undefined || valuesOf(declared?.schema) !== undefined;
  const status = walk.last?.response.status ?? 0;
  return !isStated && isDescending(walk) && walk.pages.length === 0 && status >= 400 && status < 500;
}

/** Paging backward must keep the order, too. */
async function goBack(
  { contract, list }: CheckContext,
  ledger: Ledger,
  id: string,
  walk: Walk | undefined,
): Promise<void> {
  const filled = walk?.pages.filter(({ page }) => page.items.length > 0);
  const [last, expected] = [filled?.at(-1), filled?.at(-2)];
  if (last === undefined || expected === undefined || !contract.envelope.roles.has('previous')) return;
  const back = await list.go(last, 'previous');
  if (haveSameRows(contract, back, expected)) return;
  ledger.violate(id, {
    summary: `sorted by \`${last.query.order}\`, the page before the last one has other rows backward than forward`,
    expected: expected.page.ids,
    received: back?.page?.ids ?? back?.response.status,
    answers: [expected, last, ...(back === undefined ? [] : [back])],
  });
}

async function tryUnknown({ contract, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const { window, pageSize } = survey;
  const answer = await list.ask({ ...window.query, order: 'pw_unknown_field', limit: pageSize }, { purpose: 'either' });
  const { status } = answer.response;
  const isRefused = status >= 400 && status < 500;
  const isUsual =
    answer.page !== undefined && String(answer.page.ids) === String(window.ids.slice(0, answer.page.ids.length));
  if (contract.order.parameter?.unknown === 'ignore' ? isUsual : isRefused) ledger.exercise('order.unknown', 'orders');
  else {
    ledger.violate('order.unknown', {
      summary: `the response to an order by an unknown field is ${status}`,
      expected: contract.order.parameter?.unknown === 'ignore' ? 'the default order' : 'a rejection',
      received: answer.page?.ids ?? status,
      answers: [answer],
    });
  }
}
