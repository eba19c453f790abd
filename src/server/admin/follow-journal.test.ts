import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Mock } from '../mock.ts';
import { openSampleMock } from '../testing/open-sample-mock.ts';
import { followJournal } from './follow-journal.ts';

describe('followJournal', () => {
  let mock: Mock;
  beforeEach(async () => {
    mock = await openSampleMock({ listen: false, journal: { exchanges: 5 } });
  });

  const ask = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count += 1) {
      await mock.handle(new Request(mock.listUrl, { headers: mock.headers }));
    }
  };

  it('writes what comes, one after the other', async () => {
    await ask(2);
    const ids: number[] = [];
    const follower = followJournal(mock.journal, {}, ({ id }) => ids.push(id) > 0);
    await ask(2);
    expect(ids).toEqual([3, 4]);
    follower.stop();
    await ask(1);
    expect(ids).toEqual([3, 4]);
  });

  it('writes what was missed first', async () => {
    await ask(3);
    const ids: number[] = [];
    followJournal(mock.journal, { since: 1 }, ({ id }) => ids.push(id) > 0);
    await ask(1);
    expect(ids).toEqual([2, 3, 4]);
  });

  it('lets a slow reader catch up with what the journal still has, without losing the order', async () => {
    const ids: number[] = [];
    const follower = followJournal(mock.journal, {}, ({ id }) => ids.push(id) % 2 === 1);
    await ask(4);
    expect(ids).toEqual([1, 2]);
    follower.resume();
    expect(ids).toEqual([1, 2, 3, 4]);
    await ask(8);
    follower.resume();
    follower.resume();
    follower.resume();
    expect(ids).toEqual([1, 2, 3, 4, 8, 9, 10, 11, 12]);
  });

  it('writes only what is wanted', async () => {
    const ids: number[] = [];
    followJournal(mock.journal, { status: '4xx' }, ({ id }) => ids.push(id) > 0);
    await ask(1);
    await mock.handle(new Request(`${mock.url}/nowhere`));
    expect(ids).toEqual([2]);
  });
});
