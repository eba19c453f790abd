import { describe, expect, it } from '@jest/globals';
import type { CheckContext } from '../../check.ts';
import { createLedger, type OpenLedger } from '../../ledger.ts';
import type { Item } from '../../list/answer.ts';
import { matches } from '../../list/conditions.ts';
import { type Condition, EVERYTHING } from '../../list/query.ts';
import type { Survey } from '../../survey/survey.ts';
import { createWindow } from '../../survey/window.ts';
import { createFakeList, type FakeList, loadContract } from '../../testing/fake-list.ts';
import type { KnownCase } from './bases.ts';
import { listPairedBounds } from './bounds.ts';
import { tryParts } from './case-parts.ts';

describe('paired bounds', () => {
  const contract = loadContract('pyng');
  const [lower, upper] = ['invitedFrom', 'invitedTo'].map((name) => {
    const filter = contract.filters.find(({ parameter }) => parameter === name);
    if (filter === undefined) throw new Error(`there is a filter ${name}`);
    return filter;
  }) as [Condition['filter'], Condition['filter']];
  const rows: readonly Item[] = Array.from({ length: 8 }, (_, index) => ({
    customerReference: `c-${index}`,
    state: 'linked',
    invitedAt: 1_767_225_600_000 + index * 60_125,
  }));

  /** Tries all cases against a list whose filters work as said. */
  async function tryAll(
    works: (item: Item, condition: Condition) => boolean,
  ): Promise<{ readonly cases: readonly KnownCase[]; readonly list: FakeList; readonly ledger: OpenLedger }> {
    const known = createFakeList(contract, rows);
    const window = createWindow(known, await known.walk({ ...EVERYTHING, limit: 100 }));
    const survey = { window, head: window, pageSize: 100 } as unknown as Survey;
    const list = createFakeList(contract, rows, { matches: works });
    const ids = [lower, upper].flatMap(({ parameter }) =>
      ['inclusive', 'all-matching', 'only-matching'].map((part) => ({ id: `filter.${parameter}.${part}` })),
    );
    const ledger = createLedger(ids);
    const design = { sizes: { choose: (_: string, __: number, most: number): number => most } };
    const context = { contract, list, survey, design } as unknown as CheckContext;
    const cases = listPairedBounds(contract, survey, { lower, upper });
    for (const { base, one } of cases) await tryParts(context, ledger, base, one);
    return { cases, list, ledger };
  }

  const asSaid = (item: Item, condition: Condition): boolean => matches(item, condition, contract) === true;

  it('asks for both bounds at once, where rows lie between them', async () => {
    const { cases, list, ledger } = await tryAll(asSaid);
    const both = cases.filter(({ one }) => one.conditions.length === 2);
    expect(both.length).toBeGreaterThan(3);
    for (const { one } of both) {
      expect(rows.some((item) => one.conditions.every((condition) => asSaid(item, condition)))).toBe(true);
    }
    expect(list.queries).toHaveLength(cases.length);
    expect([...ledger.violated]).toEqual([]);
    for (const { parameter } of [lower, upper]) {
      expect(ledger.read(`filter.${parameter}.inclusive`).exercised.size).toBeGreaterThan(0);
    }
  });

  it('blames the bound that fails by itself, and not the one beside it', async () => {
    const isBelow = (item: Item, { value }: Condition): boolean => Number(item['invitedAt']) < Number(value);
    const exclusive = await tryAll((item, one) => (one.filter === upper ? isBelow(item, one) : asSaid(item, one)));
    expect([...exclusive.ledger.violated].every((id) => id.startsWith('filter.invitedTo.'))).toBe(true);
    expect(exclusive.ledger.violated.size).toBeGreaterThan(0);
    const strict = await tryAll((item, one) => asSaid(item, one) && (one.filter !== lower || !isEqual(item, one)));
    expect([...strict.ledger.violated].every((id) => id.startsWith('filter.invitedFrom.'))).toBe(true);
    expect(strict.ledger.violated.size).toBeGreaterThan(0);
  });

  it('says what fails together where nothing fails by itself', async () => {
    let held: Condition | undefined;
    const forgetful = await tryAll((item, condition) => {
      // Beside a lower bound, no row meets the upper one.
      if (condition.filter === lower) held = condition;
      const isBeside = condition.filter === upper && held !== undefined;
      if (condition.filter === upper) held = undefined;
      return isBeside ? false : asSaid(item, condition);
    });
    expect(forgetful.ledger.violated.size).toBeGreaterThan(0);
  });
});

function isEqual(item: Item, { value }: Condition): boolean {
  return Number(item['invitedAt']) === Number(value);
}
