import type { Contract, Filter } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Item } from '../../list/answer.ts';
import { listAllowed, listConditions, matches } from '../../list/conditions.ts';
import { type Condition, EVERYTHING } from '../../list/query.ts';
import { tryCase } from './case-trial.ts';
import type { FilterCase } from './cases.ts';
import { comparesTexts, isHidden } from './requirements.ts';
import { ABSENT_VALUE, shiftValue } from './values.ts';

const REQUIREMENT = 'filters.combined';

const MAX_PAIRS = 1;
/** Conditions of one filter, of which a server may heed only the first or only the last. */
const MAX_LIKE = 2;
/** Conditions that are contradicted beside all others. */
const MAX_TURNED = 4;

/**
 * Requests a row by all filters at once, then with one of them contradicted: a filter that is ignored beside others returns the
 * row all the same.
 */
export const checkCombinations: Check = {
  id: 'filters.combinations',
  title: 'Combines all filters that match a row, then with each of them contradicted',
  verifies: [REQUIREMENT, 'total.counts', 'walk.unique', 'filters.subset'],
  cost: 30,
  quick: 1,
  appliesTo: ({ filters }) => filters.length > 1,
  async run(context) {
    const { contract, survey, ledger, confirm } = context;
    const { window } = survey;
    const filters = contract.filters.filter((filter) => isHinted(context, filter));
    const cases = listCombinations(contract, filters, window.items);
    if (cases.length === 0) {
      ledger.leaveOpen(REQUIREMENT, 'no row has values for two filters');
      return;
    }
    const order = [...(contract.order.parameter?.fields.keys() ?? [])][0];
    const base = { query: EVERYTHING, rows: () => window.items, closed: false };
    const ordered = { ...base, query: order === undefined ? EVERYTHING : { ...EVERYTHING, order } };
    // Some servers forget the filters when an order is given, too.
    await confirm(
      cases.map((one, index) => (scratch) => tryCase(context, scratch, index % 2 === 1 ? ordered : base, one)),
    );
  },
};

/** Whether it is documented or inferred what a filter compares, and rows show that with full precision. */
function isHinted({ contract, survey }: CheckContext, filter: Filter): boolean {
  const { mark } = contract.provenanceOf(['filters', filter.parameter, 'field']);
  const isCoarse = filter.fields.some(({ name }) => survey.coarse.has(name));
  return mark !== 'chosen' && !isHidden(contract, filter) && !isCoarse;
}

function isDocumented(contract: Contract, { parameter }: Filter): boolean {
  return contract.provenanceOf(['filters', parameter, 'field']).mark === 'documented';
}

/** All conditions that the row with the most values meets, the same with each one contradicted, and pairs of neighbours. */
function listCombinations(
  contract: Contract,
  filters: readonly Filter[],
  items: readonly Item[],
): readonly FilterCase[] {
  const met = items.map((item) =>
    filters.flatMap((filter) => listConditions(item, filter).slice(0, filter.serialization === 'captured' ? 2 : 1)),
  );
  const own = met.reduce((most, one) => (one.length > most.length ? one : most), []);
  if (own.length < 2) return [];
  const toCase = (conditions: readonly Condition[]): FilterCase => ({
    isDoubtful: conditions.some((one) => one.value === ABSENT_VALUE || !isDocumented(contract, one.filter)),
    mayLose: conditions.some(({ filter }) => !isDocumented(contract, filter)),
    shows: 'combined',
    requirement: REQUIREMENT,
    conditions,
  });
  const turned = own.flatMap((one, index) => {
    const other = contradict(contract, items, one);
    return other === undefined ? [] : [{ index, other }];
  });
  const pairs = turned.slice(0, MAX_PAIRS).flatMap(({ index, other }) => {
    const beside = own[(index + 1) % own.length];
    return beside === undefined ? [] : [toCase([beside, other])];
  });
  const first = turned[0];
  // A condition that only the last of several values meets, beside one that the row does not meet.
  const last = own.flatMap((one) =>
    listConditions(pickRow(contract, items, own), one.filter)
      .slice(1)
      .slice(-1),
  );
  const others = last.flatMap((one) =>
    first === undefined || first.other.filter === one.filter ? [] : [toCase([first.other, one])],
  );
  const like = listLike(contract, items, own).map(
    (conditions): FilterCase => ({ ...toCase(conditions), isInOrder: true }),
  );
  return [
    toCase(own),
    ...turned.slice(0, MAX_TURNED - like.length).map(({ index, other }) => toCase(own.with(index, other))),
    ...pairs,
    ...others.slice(0, 1),
    ...like,
  ];
}

/** Two conditions of one filter, either of which the row does not meet: the first, and the last. */
function listLike(
  contract: Contract,
  items: readonly Item[],
  own: readonly Condition[],
): readonly (readonly Condition[])[] {
  const same = own.filter((one) => own.some((other) => other !== one && other.filter === one.filter));
  const turned = same.map((one) => contradict(contract, items, one));
  if (same.length < MAX_LIKE || turned.includes(undefined)) return [];
  return turned
    .slice(0, MAX_LIKE)
    .map((other, index) => same.slice(0, MAX_LIKE).map((one, place) => (place === index ? (other ?? one) : one)));
}

function pickRow(contract: Contract, items: readonly Item[], own: readonly Condition[]): Item {
  return items.find((item) => own.every((one) => matches(item, one, contract) === true)) ?? {};
}

/** A condition on the same field that the row does not meet, by preference one that others do. */
function contradict(contract: Contract, items: readonly Item[], own: Condition): Condition | undefined {
  const { filter, value } = own;
  const bound = contradictBound(filter, value);
  if (bound !== undefined) return { ...own, value: bound };
  const row = items.filter((item) => matches(item, own, contract) === true);
  const others = items.flatMap((item) => listConditions(item, filter));
  const found = others.find(
    (one) => one.name === own.name && row.every((item) => matches(item, one, contract) === false),
  );
  const isText = comparesTexts(filter) && listAllowed(filter) === undefined;
  return found ?? (isText ? { ...own, value: ABSENT_VALUE } : undefined);
}

function contradictBound({ operator, fields }: Filter, value: string): string | undefined {
  const kind = fields[0]?.kind ?? 'string';
  if (operator === 'gte' || operator === 'gt') return shiftValue(value, kind, 1);
  return operator === 'lte' || operator === 'lt' ? shiftValue(value, kind, -1) : undefined;
}
