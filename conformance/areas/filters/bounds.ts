import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { matches } from '../../list/conditions.ts';
import type { Condition } from '../../list/query.ts';
import { groupByValue, type RangePair } from '../../survey/ranges.ts';
import type { Survey } from '../../survey/survey.ts';
import { joinReferences, type Reference } from '../../survey/window.ts';
import type { KnownCase } from './bases.ts';
import { type Base, type FilterCase, isUneven, listRangeCases } from './cases.ts';
import { respellInstant, shiftValue } from './values.ts';

/**
 * Cases of the lower bound of a field, each beside one of the upper bound where rows lie between both: either is read by itself, and what
 * the two return together is known as well.
 */
export function listPairedBounds(
  contract: Contract,
  survey: Survey,
  pair: Pick<RangePair, 'lower' | 'upper'>,
): readonly KnownCase[] {
  const base = chooseBaseOfBoth(survey, pair);
  const rows = base.rows();
  const [lower, upper] = [pair.lower, pair.upper].map((filter) => listRangeCases(contract, filter, rows)) as [
    readonly FilterCase[],
    readonly FilterCase[],
  ];
  const isFitting = (one: FilterCase, other: FilterCase): boolean => {
    if (one.isDoubtful === true || other.isDoubtful === true) return false;
    // Where a time without a zone lies is another matter than what a bound returns.
    if ((one.shows === 'zoneless') !== (other.shows === 'zoneless')) return false;
    const conditions = [...one.conditions, ...other.conditions];
    return rows.some((item) => conditions.every((each) => matches(item, each, contract) === true));
  };
  // Those that fit few others choose first.
  const count = (one: FilterCase): number => upper.filter((other) => isFitting(one, other)).length;
  const left = new Set(upper);
  const countFitting = (other: FilterCase): number => lower.filter((one) => isFitting(one, other)).length;
  const cases = lower
    .map((one) => ({ one, count: count(one) }))
    .sort((a, b) => a.count - b.count)
    .map(({ one }): FilterCase => {
      // Of those that fit, the one that fits the fewest others.
      const fitting = [...left].filter((each) => isFitting(one, each));
      const [other] = fitting.sort((a, b) => countFitting(a) - countFitting(b));
      if (other === undefined) return one;
      left.delete(other);
      return { ...one, conditions: [...one.conditions, ...other.conditions], parts: [one, other] };
    });
  // Alone, a bound may leave more rows than fit on a page: beside the other one of the window, it leaves few.
  const beside = survey.window.query.conditions.filter(({ filter }) => filter === pair.lower || filter === pair.upper);
  return [...cases, ...left].map((one) => {
    const others = beside.filter(({ filter }) => one.conditions.every((each) => each.filter !== filter));
    const isAlone = others.length > 0 && one.isDoubtful !== true && one.shows !== 'zoneless';
    return { base, one: isAlone ? { ...one, conditions: [...one.conditions, ...others], parts: [one] } : one };
  });
}

/** The rows of the window, by its other conditions. */
function chooseBaseOfBoth(
  { window }: Survey,
  { lower, upper }: { readonly lower: Filter; readonly upper: Filter },
): Base & Reference {
  const { conditions } = window.query;
  const others = conditions.filter(({ filter }) => filter !== lower && filter !== upper);
  const query = { ...window.query, conditions: others };
  const closed = window.closed && others.length === conditions.length;
  return { query, rows: () => window.items, closed, ...joinReferences(window) };
}

/** Values that rows need for both bounds to leave some out and have some between them. */
const MIN_VALUES = 4;

/**
 * Both bounds of a field at once, the lower one directly after a value with a fraction of a second where there is one, each in another time
 * zone; and the same without one.
 */
export function listBothBounds(survey: Survey, { field, lower, upper }: RangePair): readonly KnownCase[] {
  const { window } = survey;
  const base = chooseBaseOfBoth(survey, { lower, upper });
  const values = groupByValue(field, window.items).map(({ text }) => text);
  const [to, ...inner] = values.slice(1, -1);
  const uneven = inner.find(isUneven);
  const exact = uneven ?? inner.at(-1);
  if (values.length < MIN_VALUES || exact === undefined || to === undefined) return [];
  const from = uneven === undefined ? exact : (shiftValue(exact, field.kind, 1) ?? exact);
  const atLeast = (value: string): Condition => ({ filter: lower, name: lower.parameter, value });
  const atMost = (value: string): Condition => ({ filter: upper, name: upper.parameter, value });
  const parts: readonly FilterCase[] = [
    { shows: uneven === undefined ? 'inclusive' : 'all-matching', conditions: [atLeast(from)] },
    { shows: 'inclusive', conditions: [atMost(to)] },
  ];
  if (field.kind !== 'instant') {
    return [{ base, one: { shows: 'inclusive', conditions: [atLeast(from), atMost(to)], parts } }];
  }
  // Beside the values, only the format matters, and not whether bounds are inclusive.
  const beside = [
    uneven === undefined ? (shiftValue(from, field.kind, -1) ?? from) : from,
    shiftValue(to, field.kind, 1) ?? to,
  ] as const;
  const apart = [atLeast(inZone(beside[0], '+')), atMost(inZone(beside[1], '-'))];
  const spelled = apart.map((one): FilterCase => ({ shows: 'spellings', conditions: [one] }));
  const zoned = [atLeast(inZone(from, '+')), atMost(inZone(to, '-'))];
  const zoneless = [atLeast(withoutZone(beside[0])), atMost(withoutZone(beside[1]))];
  return [
    { base, one: { shows: 'spellings', conditions: zoned, parts: [...parts, ...spelled] } },
    { base, one: { shows: 'zoneless', conditions: zoneless } },
  ];
}

function inZone(text: string, sign: '+' | '-'): string {
  return respellInstant(text).find((spelling) => spelling.at(-6) === sign) ?? text;
}

function withoutZone(text: string): string {
  return text.replace(/Z$/, '');
}
