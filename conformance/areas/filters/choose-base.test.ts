import { describe, expect, it } from '@jest/globals';
import type { Filter } from '../../../src/contract/contract.ts';
import type { Item } from '../../list/answer.ts';
import { type Condition, EVERYTHING } from '../../list/list-query.ts';
import { createWindow } from '../../survey/create-window.ts';
import type { Survey } from '../../survey/survey.ts';
import { createFakeList, type FakeList } from '../../testing/create-fake-list.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { chooseBase, chooseHead } from './choose-base.ts';

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
