import type { Filter } from '../../../src/contract/contract.ts';
import type { Check } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Answer } from '../../list/answer.ts';
import { judgeRefusal } from '../answers/judge-refusal.ts';
import { canBeMalformed, declaredValues } from './filter-requirements.ts';
import { NOBODY } from './nobody.ts';

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
    await confirm(contract.filters.map((filter) => (ledger) => tryStrange(filter, ledger)));

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
