import type { Check } from '../../check.ts';
import { hasPage } from '../../list/answer.ts';
import type { Condition } from '../../list/list-query.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';

const SPECIAL = /[^\w.-]/;
/** How many values are tried at most. */
const MOST_VALUES = 8;

/** Looks for rows by those of their values that have to be encoded in a URL. */
export const checkEncodings: Check = {
  id: 'filters.encodings',
  title: 'filters by values that have to be encoded',
  verifies: ['filters.encoding', 'filters.plus'],
  cost: 20,
  async run({ contract, list, survey, ledger, confirm }) {
    const found = new Map<string, { readonly condition: Condition; readonly id: string }>();
    for (const [id, item] of survey.seen) {
      for (const filter of contract.filters) {
        for (const condition of listConditions(item, filter)) {
          // One value for each kind of character is enough.
          const key = [...new Set([...condition.value].filter((character) => SPECIAL.test(character)))].sort().join('');
          if (key !== '' && !found.has(key)) found.set(key, { condition, id });
        }
      }
    }
    const chosen = [...found.values()].slice(0, MOST_VALUES);
    if (chosen.length === 0) {
      ledger.leaveOpen('filters.encoding', 'no row shows a value with a character that has to be encoded');
      ledger.leaveOpen('filters.plus', 'no row shows a value with a space');
    }
    await confirm(async (scratch) => {
      await Promise.all(
        chosen.map(async ({ condition, id }) => {
          const { name, value } = condition;
          const answer = await list.ask({ conditions: [condition] });
          const total = answer.page?.total ?? answer.page?.items.length ?? 0;
          if (total > 0) scratch.exercise('filters.encoding', 'values');
          else {
            scratch.violate('filters.encoding', {
              summary: `${name}=${value}, percent-encoded, does not find the row ${id}`,
              expected: id,
              received: answer.page?.ids ?? answer.response.status,
              answers: [answer],
            });
          }
          if (!/^[\w.-]+( [\w.-]+)+$/.test(value)) return;
          const rawQuery = `${encodeURIComponent(name)}=${value.replaceAll(' ', '+')}`;
          const plus = await list.ask({ conditions: [condition] }, { rawQuery, purpose: 'either' });
          if (hasPage(plus) && (plus.page.total ?? plus.page.items.length) === total)
            scratch.exercise('filters.plus', 'values');
          else
            scratch.violate('filters.plus', {
              summary: `${rawQuery} finds other rows than %20 does`,
              expected: total,
              received: plus.page?.total ?? plus.response.status,
              answers: [answer, plus],
            });
        }),
      );
    });
  },
};
