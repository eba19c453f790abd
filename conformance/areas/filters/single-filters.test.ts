import { describe, expect, it } from '@jest/globals';
import type { Contract, Filter, OperatorName } from '../../../src/contract/contract.ts';
import type { Attempt, CheckContext } from '../../check.ts';
import { createLedger } from '../../ledger.ts';
import type { Item } from '../../list/answer.ts';
import { createListClient } from '../../list/client.ts';
import { type Condition, EVERYTHING } from '../../list/query.ts';
import { runWalk } from '../../list/walk.ts';
import type { Survey } from '../../survey/survey.ts';
import { createWindow } from '../../survey/window.ts';
import { createFakeList, type FakeList, loadContract } from '../../testing/fake-list.ts';
import { openMockTarget } from '../../testing/mock-target.ts';
import { chooseBase, chooseHead, listCases } from './bases.ts';
import { checkKeptFilters } from './kept-filters.ts';
import { deriveFilterRequirements } from './requirements.ts';

describe('choose base', () => {
  const contract = loadContract('pyng');

  function filterOf(parameter: string): Filter {
    const filter = contract.filters.find((one) => one.parameter === parameter);
    if (filter === undefined) throw new Error(`there is a filter ${parameter}`);
    return filter;
  }

  const linked: Condition = { filter: filterOf('state'), name: 'state', value: 'linked' };
  const fromTwo: Condition = { filter: filterOf('invitedFrom'), name: 'invitedFrom', value: '2' };

  const rows: readonly Item[] = [
    { customerReference: 'a', state: 'linked', invitedAt: 5 },
    { customerReference: 'b', state: 'invited', invitedAt: 4 },
    { customerReference: 'c', state: 'linked', invitedAt: 3 },
    { customerReference: 'd', state: 'invited', invitedAt: 2 },
    { customerReference: 'e', state: 'linked', invitedAt: 1 },
  ];

  /** A survey whose window was carved by these conditions, and which has read the first three rows of the list besides. */
  async function survey(
    conditions: readonly Condition[],
    windowSize?: number,
  ): Promise<{ readonly list: FakeList; readonly survey: Survey }> {
    const list = createFakeList(contract, rows);
    const head = createWindow(list, await list.walk({ ...EVERYTHING, limit: 5 }), 3);
    const window = createWindow(list, await list.walk({ conditions, limit: 5 }), windowSize);
    return { list, survey: { window, head } as Survey };
  }

  const idsOf = (base: { rows(): readonly Item[] } | undefined): string =>
    (base?.rows() ?? []).map((item) => item['customerReference']).join('');

  describe('chooseBase', () => {
    it('takes the window for a filter that did not carve it', async () => {
      const known = await survey([linked]);
      const base = chooseBase(contract, known.survey, filterOf('invitedTo'));
      expect([idsOf(base), base?.closed, base?.query.conditions]).toEqual(['ace', true, [linked]]);
    });

    it('takes the window for a bound that carved it, which a tighter one takes the place of', async () => {
      const known = await survey([linked, { ...fromTwo, value: '4' }]);
      const base = chooseBase(contract, known.survey, fromTwo.filter);
      expect([idsOf(base), base?.closed, base?.query.conditions]).toEqual(['a', false, [linked]]);
    });

    it('takes all known rows that meet the other conditions for any other filter that carved the window', async () => {
      const known = await survey([linked, fromTwo]);
      const base = chooseBase(contract, known.survey, linked.filter);
      // Three rows from the start of the list, of which two are in the window as well.
      expect([idsOf(base), base?.closed, base?.query.conditions]).toEqual(['abc', false, [fromTwo]]);
    });

    it('takes what is known where the window is only the start of something', async () => {
      const known = await survey([linked], 2);
      const base = chooseBase(contract, known.survey, filterOf('invitedTo'));
      expect([idsOf(base), base?.closed, base?.query.conditions]).toEqual(['ac', false, [linked]]);
    });

    it('has none where no rows are known', async () => {
      const known = await survey([{ ...fromTwo, value: '9' }]);
      expect(chooseBase(contract, known.survey, linked.filter)).toBeUndefined();
    });

    it('rests on the rows as they were last read, and notices when any of them change', async () => {
      const known = await survey([linked, fromTwo]);
      const own = chooseBase(contract, known.survey, linked.filter);
      const other = chooseBase(contract, known.survey, filterOf('invitedTo'));
      expect([await own?.reread(), await other?.reread()]).toEqual([true, true]);
      // The second row is not in the window, only at the start of the list.
      known.list.items = rows.map((item) => (item['customerReference'] === 'b' ? { ...item, invitedAt: 4.5 } : item));
      expect([await own?.reread(), await other?.reread()]).toEqual([false, true]);
      known.list.items = rows.filter((item) => item['customerReference'] !== 'c');
      // The start of the list is not read again by this.
      expect(await other?.reread()).toBe(false);
      expect([idsOf(own), idsOf(other)]).toEqual(['abc', 'a']);
    });
  });

  describe('chooseHead', () => {
    it('is the start of the list, whatever carved the window', async () => {
      const known = await survey([linked]);
      const base = chooseHead(known.survey);
      expect([idsOf(base), base.closed, base.query]).toEqual(['abc', false, EVERYTHING]);
      expect(await base.reread()).toBe(true);
      known.list.items = rows.slice(1);
      expect(await base.reread()).toBe(false);
      expect(idsOf(base)).toBe('bcd');
    });
  });
});

describe('list cases', () => {
  /** What the cases of a filter show, each once, if it had this operator. */
  function shown(
    contract: Contract,
    parameter: string,
    items: readonly Item[],
    operator?: OperatorName,
  ): readonly string[] {
    const filter = contract.filters.find((one) => one.parameter === parameter);
    if (filter === undefined) throw new Error(`there is a filter ${parameter}`);
    const cases = listCases(contract, { ...filter, operator: operator ?? filter.operator }, items);
    return [...new Set(cases.map(({ shows }) => shows))];
  }

  describe('listCases', () => {
    it.each<[string, string, Item, OperatorName | undefined, readonly string[]]>([
      ['devdraft', 'status', { status: 'ACTIVE' }, undefined, ['all-matching', 'exact', 'case']],
      ['devdraft', 'status', { status: 'ACTIVE' }, 'in', ['all-matching', 'exact', 'case']],
      ['devdraft', 'name', { first_name: 'Anna' }, undefined, ['all-matching', 'partial', 'case', 'literal']],
      ['devdraft', 'name', { first_name: 'Anna' }, 'startsWith', ['all-matching', 'partial', 'case', 'literal']],
      ['wingback', 'metadata', { metadata: { a: '1', b: '2' } }, undefined, ['all-matching', 'every-key']],
      ['pyng', 'invitedFrom', { invitedAt: 5 }, undefined, ['inclusive', 'all-matching']],
      ['pyng', 'invitedTo', { invitedAt: 5 }, 'lt', ['inclusive', 'all-matching']],
    ])('%s: asks of %s, given %o and %p, for %o', (id, parameter, item, operator, expected) => {
      expect(shown(loadContract(id), parameter, [item], operator)).toEqual(expected);
    });

    it.each(['pyng', 'piriod', 'wingback', 'devdraft'])(
      'shows of %s only what there is a requirement for, and little of it',
      async (id) => {
        await using opened = await openMockTarget(id, { scenario: 'awkward' });
        const { contract, target } = opened;
        const { items } = await createListClient(contract, target).walk({ ...EVERYTHING, limit: 100 });
        const known = new Set(deriveFilterRequirements(contract).map((requirement) => requirement.id));
        for (const filter of contract.filters) {
          const cases = listCases(contract, filter, items);
          expect(cases.length).toBeLessThanOrEqual(24);
          for (const { conditions } of cases) expect(conditions.every((one) => one.filter === filter)).toBe(true);
          const ids = cases.map(({ shows, isDoubtful }) => ({ id: `filter.${filter.parameter}.${shows}`, isDoubtful }));
          expect(ids.filter((one) => !known.has(one.id) && one.isDoubtful !== true)).toEqual([]);
        }
      },
    );
  });
});

describe('walk filtered lists', () => {
  const contract = loadContract('pyng');
  const rows: readonly Item[] = ['linked', 'invited', 'linked', 'invited', 'linked', 'linked'].map((state, index) => ({
    customerReference: String(index),
    state,
    invitedAt: 9 - index,
  }));

  /** Walks by state; the second pages that it reads hold these rows, one after the other. */
  async function walk(...seconds: readonly (readonly Item[])[]): Promise<readonly string[]> {
    const list = createFakeList(contract, rows);
    let count = 0;
    const changing: FakeList = {
      ...list,
      async go(from, role) {
        list.items = from.position.value === undefined ? (seconds[count++] ?? rows) : list.items;
        const answer = await list.go(from, role);
        list.items = rows;
        return answer;
      },
      walk: (query, options) => runWalk(changing, query, options),
    };
    const ledger = createLedger([{ id: 'walk.filters' }]);
    const head = createWindow(list, await list.walk({ ...EVERYTHING, limit: 9 }));
    const context = {
      contract,
      list: changing,
      ledger,
      survey: { head, window: head, coarse: new Set() },
      design: { seed: 1, profile: 'quick' },
      confirm: async (attempts: Attempt | readonly Attempt[]) => {
        for (const attempt of [attempts].flat()) await attempt(ledger);
      },
    };
    await checkKeptFilters.run(context as unknown as CheckContext);
    return [...ledger.violated];
  }

  it('holds a total that changes on the way against a list that changes again, and against no other', async () => {
    const fewer = rows.slice(0, -1);
    expect(await walk()).toEqual([]);
    expect(await walk(fewer)).toEqual([]);
    expect(await walk(fewer, fewer, fewer, fewer, fewer, fewer, fewer, fewer)).toEqual(['walk.filters']);
  });
});
