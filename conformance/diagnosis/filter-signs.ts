import type { Contract } from '../../src/contract/contract.ts';
import { compareComparables, readField, toComparable } from '../../src/contract/field-values.ts';
import { matchFilterName } from '../../src/contract/filter-names.ts';
import type { Exchange } from '../client/exchange.ts';
import type { Item } from '../list/answer.ts';
import { matches } from '../list/conditions.ts';
import type { Condition } from '../list/query.ts';
import type { Result } from '../result.ts';
import { indexItems, readExchangeItems, toTexts } from './page-rows.ts';
import { createRoles } from './roles.ts';
import { listQueryNames, readTraits } from './traits.ts';

/** A page with rows that do not match its filters. */
interface Mismatch {
  readonly where: 'first' | 'later';
  readonly conditions: readonly Condition[];
  /** Whether each row meets each condition. */
  readonly rows: readonly (readonly boolean[])[];
}

/**
 * What the pages have in common that have rows which do not match their filters.
 *
 * @param violated - the results of a run that are violated
 * @returns such as `sign no row of a wrong page matches`
 */
export function listFilterSigns(contract: Contract, violated: readonly Result[]): readonly string[] {
  const roles = createRoles(contract);
  const pages = violated
    .filter(({ id }) => /\.(?:only-matching|literal|exact)$|\.filters\.combined$/.test(id))
    .flatMap(({ evidence }) => evidence.flatMap(({ exchanges }) => exchanges.slice(-1)))
    .flatMap((exchange) => readMismatch(contract, exchange, readTraits(contract, roles, exchange).where));
  return [...describePages(pages), ...describeBounds(contract, violated)];
}

function describePages(pages: readonly Mismatch[]): readonly string[] {
  if (pages.length === 0) return [];
  const several = pages.filter(({ conditions }) => conditions.length > 1);
  const hasNone = (page: Mismatch): boolean => page.rows.every((row) => row.includes(false));
  const broken = new Set(pages.flatMap((page) => listBroken(page)));
  const kept = new Set(
    pages
      .flatMap(({ conditions }) => conditions.map(({ filter }) => filter.parameter))
      .filter((name) => !broken.has(name)),
  );
  const places = new Set(pages.map(({ where }) => where));
  return [
    `sign wrong rows on ${places.size > 1 ? 'all' : [...places][0]} pages`,
    `sign ${pages.every(hasNone) ? 'no row' : pages.some(hasNone) ? 'sometimes no row' : 'some row'} of a wrong page matches`,
    `sign ${broken.size === 1 ? 'one filter' : 'several filters'} broken`,
    ...(kept.size > 0 ? ['sign other filters heeded'] : []),
    ...(several.length === pages.length ? ['sign wrong rows under several filters only'] : []),
    ...(several.length > 0 && several.every(({ rows }) => rows.every((row) => row.includes(true)))
      ? ['sign every row matches one filter of several']
      : []),
  ];
}

/** Whether the rows that a bound lacks are those that are equal to it. */
function describeBounds(contract: Contract, violated: readonly Result[]): readonly string[] {
  const exchanges = violated.flatMap(({ evidence }) => evidence.flatMap((one) => one.exchanges));
  const items = indexItems(contract, exchanges);
  const lost = violated
    .filter(({ id }) => /\.filter\..+\.inclusive$/.test(id))
    .flatMap(({ id, evidence }) => {
      const name = /\.filter\.(.+)\.inclusive$/.exec(id)?.[1];
      return evidence.flatMap(({ expected, received, exchanges: own }) => {
        const there = new Set(toTexts(received) ?? []);
        const last = own.at(-1);
        const bound =
          last === undefined
            ? undefined
            : listConditions(contract, last).find(({ filter }) => filter.parameter === name);
        if (bound === undefined) return [];
        const rows = (toTexts(expected) ?? [])
          .filter((row) => !there.has(row))
          .map((row) => items.get(row))
          .filter((item) => item !== undefined);
        return rows.map((item) => isAt(item, bound));
      });
    });
  return lost.length > 0 && lost.every((one) => one) ? ['sign only rows at the bound are missing'] : [];
}

/** Whether an item is equal to a bound: it meets it, and as little as it could. */
function isAt(item: Item, { filter, value }: Condition): boolean {
  return filter.fields.some(({ path, kind }) => {
    const bound = toComparable(kind === 'number' ? Number(value) : value, kind);
    return bound !== null && compareComparables(toComparable(readField(item, path)[0], kind), bound) === 0;
  });
}

function listBroken({ conditions, rows }: Mismatch): readonly string[] {
  return conditions.flatMap(({ filter }, index) =>
    rows.some((row) => row[index] === false) ? [filter.parameter] : [],
  );
}

function readMismatch(contract: Contract, exchange: Exchange, where: Mismatch['where']): readonly Mismatch[] {
  const items = readExchangeItems(contract, exchange);
  const conditions = listConditions(contract, exchange);
  if (items === undefined || conditions.length === 0) return [];
  const rows = items.map((item) => conditions.map((condition) => matches(item, condition, contract) !== false));
  return rows.some((row) => row.includes(false)) ? [{ where, conditions, rows }] : [];
}

/** The filters of a request, as far as its query says. */
function listConditions({ filters }: Contract, { url }: Exchange): readonly Condition[] {
  return listQueryNames(url).flatMap(([name, value]): Condition[] => {
    const filter = filters.find((one) => matchFilterName(one, name) !== undefined);
    return filter === undefined ? [] : [{ filter, name, value }];
  });
}
