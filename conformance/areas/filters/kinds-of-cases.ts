import type { Contract } from '../../../src/contract/contract.ts';
import { isRange } from '../../list/conditions.ts';
import type { FilterCase } from './cases.ts';
import { declaredValues } from './requirements.ts';

/** Kinds that a quick run has requests for: what else there is to try of a list takes some of them. */
const MAX_KINDS = 8;

function countKinds({ access, order }: Contract): number {
  return MAX_KINDS - (access.partition === undefined ? 0 : 1) - (order.parameter === undefined ? 0 : 1);
}

/** What servers most often get wrong, first. */
const ORDER: readonly string[] = [
  'equals all-matching',
  'contains partial',
  'bounds together',
  'gte inclusive',
  'equals exact cut',
  'equals case',
  'hasKey together',
  'hasKey all-matching',
  'contains literal',
  'lte inclusive',
  'captured all-matching',
  'gte far',
  'equals exact tag',
  'bounds zoneless',
  'gte spellings',
  'contains case',
  'captured exact cut',
  'contains within-field',
  'lte spellings',
  'gte zoneless',
];

/**
 * Chooses one case of each kind, each with another filter where there are several.
 *
 * @param cases - of all filters, those that are preferred first
 */
export function chooseKinds(contract: Contract, cases: readonly FilterCase[]): readonly FilterCase[] {
  const byKind = new Map<string, FilterCase[]>();
  for (const one of cases) byKind.set(describeKind(one), [...(byKind.get(describeKind(one)) ?? []), one]);
  const kinds = ORDER.filter((kind) => byKind.has(kind)).slice(0, countKinds(contract));
  const chosen: FilterCase[] = [];
  for (const kind of kinds) {
    const isBetter = (one: FilterCase, best: FilterCase): boolean => {
      const [worth, most] = [one, best].map((each) => rank(each, cases));
      return worth === most ? countUses(one, chosen) < countUses(best, chosen) : (worth ?? 0) > (most ?? 0);
    };
    const [first, ...others] = byKind.get(kind) ?? [];
    if (first === undefined) continue;
    chosen.push(others.reduce((best, one) => (isBetter(one, best) ? one : best), first));
  }
  return chosen;
}

/** Cases of a kind that a whole run tries, unless one filter has more of them. */
const MAX_SHARED = 2;
/** Cases that a whole run has requests for. Where there are more, those kinds have fewer that have most. */
const MAX_CASES = 44;

/**
 * Shares out between filters what is tried of each kind: they run through the same code. A filter alone is tried with all of its cases, and
 * each with all of its values, unless it is a bound.
 *
 * @param lists - the cases of each filter, or pair of bounds
 * @param seed - which filters begin
 * @returns the cases that are left of each
 */
export function shareOut(lists: readonly (readonly FilterCase[])[], seed: number): readonly (readonly FilterCase[])[] {
  const kinds: FilterCase[][] = [];
  const isShared = ({ conditions: [condition], shows, isDoubtful }: FilterCase): boolean => {
    const isValue = shows === 'all-matching' && isDoubtful !== true;
    return !isValue || (condition !== undefined && isRange(condition.filter));
  };
  const describe = (one: FilterCase): string => {
    const isListed = one.conditions.some(({ filter }) => declaredValues(filter).length > 0);
    return one.variant === undefined || isListed ? describeKind(one) : `${one.shows} ${one.variant}`;
  };
  for (const [index, kind] of [...new Set(lists.flat().filter(isShared).map(describe))].entries()) {
    const own = lists.map((cases) => cases.filter((one) => isShared(one) && describe(one) === kind));
    const having = own.filter(({ length }) => length > 0);
    // Another filter begins with each kind.
    const first = (seed + index) % having.length;
    const turned = [...having.slice(first), ...having.slice(0, first)];
    const most = Math.max(...turned.map(({ length }) => length));
    const rounds = Array.from({ length: most }, (_, round) => turned.flatMap((cases) => cases.slice(round, round + 1)));
    const shared = Math.max(...turned.flat().map((one) => one.most ?? MAX_SHARED));
    kinds.push(rounds.flat().slice(0, Math.max(shared, most)));
  }
  const values = lists.flat().filter((one) => !isShared(one));
  for (let left = values.length + kinds.flat().length; left > MAX_CASES; left -= 1) {
    const [largest] = [...kinds].sort((a, b) => b.length - a.length);
    if ((largest?.length ?? 0) > 1) largest?.pop();
  }
  const kept = new Set(kinds.flat());
  // No requirement of a filter is left undecided for that: a first case of what each shows is always tried.
  for (const cases of lists) {
    const open = cases.filter((one) => isShared(one) && !one.conditions.some(({ filter }) => isRange(filter)));
    for (const shows of new Set(open.map((one) => one.shows))) {
      const own = open.filter((one) => one.shows === shows);
      if (!own.some((one) => kept.has(one))) for (const one of own.slice(0, 1)) kept.add(one);
    }
  }
  return lists.map((cases) => cases.filter((one) => !isShared(one) || kept.has(one)));
}

function countUses(one: FilterCase, chosen: readonly FilterCase[]): number {
  return chosen.filter((other) => filterOf(other) === filterOf(one)).length;
}

/**
 * How much more a case shows than others of its kind: the beginning of a value is in what has a part of it, and a value behind
 * others is one that a server may forget.
 */
function rank(one: FilterCase, cases: readonly FilterCase[]): number {
  const own = cases.filter((other) => filterOf(other) === filterOf(one));
  const whole = own.filter(({ shows }) => shows === 'all-matching');
  const value = one.conditions[0]?.value ?? '';
  if (one.shows === 'exact') return whole.some(({ conditions }) => conditions[0]?.value.startsWith(value)) ? 1 : 0;
  return one.shows === 'all-matching' && one.isDoubtful !== true ? whole.indexOf(one) : 0;
}

function filterOf({ conditions }: FilterCase): unknown {
  return conditions[0]?.filter;
}

/** Operators that are tried as another one is. */
const LIKE: Readonly<Record<string, string>> = { gt: 'gte', lt: 'lte', in: 'equals', startsWith: 'contains' };

/** What code a server needs for a case. */
function describeKind(one: FilterCase): string {
  const { conditions, shows } = one;
  const [condition] = conditions;
  if (condition === undefined) return shows;
  const { filter, value } = condition;
  const what = filter.serialization === 'captured' ? 'captured' : (LIKE[filter.operator] ?? filter.operator);
  // What an enumeration does not list is rejected before it is compared.
  if (declaredValues(filter).length > 0 && shows !== 'all-matching') return `${what} listed`;
  if (isRange(filter)) return `${conditions.length > 1 ? 'bounds' : what} ${describeBounds(one)}`;
  if (shows !== 'exact') return `${what} ${conditions.length > 1 ? 'together' : shows}`;
  const isWildcard = /[%_]/.test(value);
  const isOtherMail = /\+.*@|^[^.@]*@/.test(value);
  return `${what} exact ${isWildcard ? 'wildcard' : isOtherMail ? 'tag' : 'cut'}`;
}

function describeBounds({ conditions, shows, isDoubtful }: FilterCase): string {
  if (conditions.length > 1) return shows === 'zoneless' ? shows : 'together';
  if (shows === 'all-matching') return isDoubtful === true ? 'far' : 'beside';
  return shows;
}
