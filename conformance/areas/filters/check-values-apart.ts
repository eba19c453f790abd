import type { Filter } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Walk } from '../../list/walk.ts';
import { exhaustiveValues, isHidden } from './filter-requirements.ts';

/** Asks for each value of a filter that knows only a few, and whether they share the rows among them. */
export const checkValuesApart: Check = {
  id: 'filters.values-apart',
  title: 'asks for each of the values that a filter knows',
  verifies: ['filter.*.partition', 'filter.*.narrows', 'total.counts'],
  cost: 20,
  async run(context) {
    const { contract, survey, ledger, confirm } = context;
    for (const filter of contract.filters) {
      const id = `filter.${filter.parameter}`;
      const values = exhaustiveValues(filter);
      if (values.length < 2) {
        if (isHidden(contract, filter)) ledger.leaveOpen(`${id}.narrows`, 'no value is known that a row may have');
        continue;
      }
      if (
        survey.window.query.conditions.some((condition) => condition.filter === filter) ||
        survey.window.ids.length === 0
      ) {
        ledger.leaveOpen(`${id}.partition`, 'no rows are known that the filter did not choose');
        continue;
      }
      await confirm((scratch) => tryValues(context, scratch, filter, values));
    }
  },
};

async function tryValues(
  { list, survey }: CheckContext,
  ledger: Ledger,
  filter: Filter,
  values: readonly string[],
): Promise<void> {
  const { window } = survey;
  const id = `filter.${filter.parameter}`;
  const limit = survey.pageSize;
  const asked = await Promise.all(
    values.map((value) => {
      const condition = { filter, name: filter.parameter, value };
      return list.walk(
        { ...window.query, conditions: [...window.query.conditions, condition], limit },
        { maxPages: 4 },
      );
    }),
  );
  const answers = asked.flatMap(({ pages }) => pages);
  const refused = asked.find(({ ended, pages }) => ended === 'broken' && pages.length === 0);
  if (refused?.last !== undefined) {
    const { status } = refused.last.response;
    const what = refused.query.conditions.at(-1)?.value;
    for (const part of ['narrows', 'partition']) {
      ledger.violate(`${id}.${part}`, {
        summary: `the value ${what} is answered with status ${status}`,
        received: status,
        answers: [refused.last],
      });
    }
  }
  if (asked.some(({ ended }) => ended !== 'end')) return;
  for (const walk of asked) judgeTotal(ledger, walk);
  const shown = asked.flatMap(({ ids }) => ids);
  const strange = window.closed ? shown.filter((one) => !window.ids.includes(one)) : [];
  if (strange.length > 0) {
    ledger.violate(`${id}.narrows`, {
      summary: `a value shows ${strange.length} rows that are not there without it`,
      received: strange,
      answers,
    });
  } else if (asked.some(({ ids }) => ids.length < window.ids.length)) ledger.exercise(`${id}.narrows`, 'values');
  const twice = shown.filter((one, index) => shown.indexOf(one) !== index);
  const lost = window.closed ? window.ids.filter((one) => !shown.includes(one)) : [];
  if (twice.length > 0 || lost.length > 0) {
    const what =
      twice.length > 0
        ? `${twice.length} rows stand under several values, such as ${twice[0]}`
        : `${lost.length} rows stand under no value, such as ${lost[0]}`;
    ledger.violate(`${id}.partition`, { summary: what, expected: window.ids, received: shown, answers });
  } else ledger.exercise(`${id}.partition`, 'values', values.length);
}

/** All rows that a value leaves were read, so the total is theirs. */
function judgeTotal(ledger: Ledger, { ids, pages }: Walk): void {
  const total = pages[0]?.page.total;
  if (total === undefined) return;
  if (total === ids.length) ledger.exercise('total.counts', 'filtered sets');
  else {
    ledger.violate('total.counts', {
      summary: `${ids.length} rows that a filter leaves have a total of ${total}`,
      expected: ids.length,
      received: total,
      answers: pages,
    });
  }
}
