import type { CheckContext } from '../../check.ts';
import { createRandom } from '../../design/random.ts';
import { listRangePairs } from '../../survey/ranges.ts';
import { chooseBase, chooseHead, isCoarse, type KnownCase, listCases } from './bases.ts';
import { listBothBounds } from './bounds.ts';
import { tryParts } from './case-parts.ts';
import { chooseKinds } from './kinds-of-cases.ts';
import { isHidden } from './requirements.ts';

/** What a quick run tries of all filters: one case of each kind, since filters of a kind run through the same code. */
export async function tryKinds(context: CheckContext): Promise<void> {
  const chosen = [...listWindow(context), ...listFewCases(context)];
  for (const base of new Set(chosen.map((each) => each.base))) {
    const own = chosen.filter((each) => each.base === base);
    await context.confirm(
      own.map(
        ({ one }) =>
          (scratch) =>
            tryParts(context, scratch, base, one),
      ),
      base,
    );
  }
}

/** The cases that a quick run tries: the same each time. */
export function listFewCases({ contract, survey, design }: CheckContext): readonly KnownCase[] {
  const filters = createRandom(design.seed)
    .shuffle(contract.filters)
    .filter((filter) => !isHidden(contract, filter) && !isCoarse(survey, filter));
  const pairs = listRangePairs(contract).filter(
    ({ lower, upper }) => filters.includes(lower) && filters.includes(upper),
  );
  const both = pairs.flatMap((pair) => listBothBounds(survey, pair));
  const single = filters.flatMap((filter): readonly KnownCase[] => {
    const base = chooseBase(contract, survey, filter);
    if (base === undefined) return [];
    const cases = listCases(contract, filter, base.rows());
    const isPaired = both.some(({ one }) => one.conditions.some((condition) => condition.filter === filter));
    return (isPaired ? cases.filter(({ isDoubtful }) => isDoubtful) : cases).map((one) => ({ base, one }));
  });
  const known = [...both, ...single];
  const chosen = new Set(
    chooseKinds(
      contract,
      known.map(({ one }) => one),
    ),
  );
  return known.filter(({ one }) => chosen.has(one));
}

/**
 * The window, as the survey asked for it: its rows come from filters, too, and are trusted only as far as the start of the list agrees. That
 * takes no further request.
 */
export function listWindow({ survey }: CheckContext): readonly KnownCase[] {
  const { conditions } = survey.window.query;
  if (conditions.length === 0 || conditions.some(({ filter }) => isCoarse(survey, filter))) return [];
  return [{ base: chooseHead(survey), one: { shows: 'all-matching', conditions, limit: survey.pageSize } }];
}
