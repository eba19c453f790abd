import type { Filter } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Answer, hasPage } from '../../list/answer.ts';
import { matches } from '../../list/matching/matches.ts';
import { largestPageSize } from '../../survey/read-rows.ts';
import { judgeRefusal } from '../answers/judge-refusal.ts';
import { chooseBase } from './choose-base.ts';
import type { Base, FilterCase } from './filter-case.ts';
import { canBeMalformed, declaredValues, isHidden } from './filter-requirements.ts';
import { judgeRows } from './inspect-rows.ts';
import { listCases } from './list-cases.ts';

/** Asks for values of known rows, and compares what comes with what has to come. */
export const checkFilters: Check = {
  id: 'filters.values',
  title: 'filters known rows by their own values, and by values next to them',
  verifies: ['filter.*', 'filters.combined'],
  cost: 100,
  async run(context) {
    const { contract, survey, ledger } = context;
    for (const filter of contract.filters) {
      if (isHidden(contract, filter)) continue;
      const base = chooseBase(survey, filter);
      const cases = base === undefined ? [] : listCases(contract, filter, base.items);
      if (base === undefined || cases.length === 0) {
        ledger.leaveOpen(`filter.${filter.parameter}.all-matching`, 'no known row shows a value to filter by');
        continue;
      }
      await context.confirm(async (scratch) => {
        await Promise.all(
          [...cases, ...combine(context, base, cases)].map((one) => tryCase(context, scratch, base, one)),
        );
      }, base);
    }
  },
};

/** The first value of another filter on top. */
function combine({ contract, survey }: CheckContext, base: Base, cases: readonly FilterCase[]): readonly FilterCase[] {
  const [first] = cases;
  const own = first?.conditions[0]?.filter;
  const used = new Set([own, ...survey.window.query.conditions.map(({ filter }) => filter)]);
  const others = contract.filters.filter((filter) => !used.has(filter) && !isHidden(contract, filter));
  const more = others.flatMap((filter) => listCases(contract, filter, base.items).slice(0, 1)).slice(0, 2);
  return more.flatMap((other) => {
    return first === undefined ? [] : [{ shows: 'combined', conditions: [...first.conditions, ...other.conditions] }];
  });
}

async function tryCase(
  { contract, list }: CheckContext,
  ledger: Ledger,
  base: Base,
  { shows, conditions, isDoubtful = false }: FilterCase,
): Promise<void> {
  const [condition] = conditions;
  if (condition === undefined) return;
  const query = { ...base.query, conditions: [...base.query.conditions, ...conditions], limit: largestPageSize(list) };
  const first = await list.ask(query, { purpose: isDoubtful ? 'either' : 'page' });
  if (!hasPage(first)) return;
  if (isDoubtful) judgeRows(contract, ledger, first, condition);
  const walk = await list.walk(query, { from: first, maxPages: 8 });
  if (walk.ended !== 'end') return;
  const expected = base.ids.filter((_, index) => {
    const item = base.items[index];
    return item !== undefined && conditions.every((one) => matches(item, one, contract) === true);
  });
  const lost = expected.filter((id) => !walk.ids.includes(id));
  const strange = walk.ids.filter((id) => base.ids.includes(id) && !expected.includes(id));
  const requirement = shows === 'combined' ? 'filters.combined' : `filter.${condition.filter.parameter}.${shows}`;
  if (lost.length === 0 && (strange.length === 0 || shows === 'literal' || isDoubtful)) {
    if (strange.length === 0) ledger.exercise(requirement, 'answers');
    return;
  }
  ledger.violate(requirement, {
    summary: `${conditions.map(({ name, value }) => `${name}=${value}`).join('&')} ${lost.length > 0 ? `loses ${lost.length} rows that match, such as ${lost[0]}` : `shows ${strange.length} rows that do not match, such as ${strange[0]}`}`,
    expected,
    received: walk.ids,
    answers: [...walk.pages],
  });
}

const NOBODY = 'pw-nothing-4f1c9a27';
const MALFORMED: Readonly<Record<string, readonly string[]>> = {
  number: ['abc', '1.5x'],
  instant: ['not-a-date', '2026-02-30T00:00:00Z'],
};

/** Asks for values that no row has, and for values that are none. */
export const checkStrangeValues: Check = {
  id: 'filters.strange-values',
  title: 'filters by values that no row has, and by values that are none',
  verifies: ['filter.*.unknown-value', 'filter.*.malformed.*'],
  cost: 40,
  async run({ contract, list, confirm }) {
    await confirm(async (ledger) => {
      await Promise.all(contract.filters.map((filter) => tryStrange(filter, ledger)));
    });

    async function tryStrange(filter: Filter, ledger: Ledger): Promise<void> {
      const kind = filter.fields[0]?.kind ?? 'string';
      const id = `filter.${filter.parameter}`;
      const name =
        filter.serialization === 'indexed' ? `${filter.parameter}[0]` : filter.parameter.replace('*', NOBODY);
      const ask = (value: string): Promise<Answer> => {
        return list.ask({ conditions: [{ filter, name, value }] }, { purpose: 'either' });
      };
      if (kind === 'string' || kind === 'boolean') judgeUnknown(ledger, `${id}.unknown-value`, await ask(NOBODY));
      if (!canBeMalformed(filter)) return;
      for (const value of declaredValues(filter).length > 0 ? [NOBODY] : (MALFORMED[kind] ?? [])) {
        const what = `${name}=${value}`;
        judgeRefusal(contract, ledger, await ask(value), {
          id: `${id}.malformed`,
          condition: 'invalidParameter',
          what,
        });
      }
    }
  },
};

function judgeUnknown(ledger: Ledger, id: string, answer: Answer): void {
  const { page } = answer;
  if (page === undefined || page.items.length === 0) {
    ledger.exercise(id, 'answers');
    return;
  }
  const summary = `a value that no row has shows ${page.items.length} rows`;
  ledger.violate(id, { summary, expected: 'no rows', received: page.ids, answers: [answer] });
}
