import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import type { Mock } from '../mock.ts';
import { openSampleMock } from '../testing/open-sample-mock.ts';

let mock: Mock;
beforeEach(async () => {
  mock = await openSampleMock({ listen: false });
});

const ask = (url = mock.listUrl): Promise<Response> => mock.handle(new Request(url, { headers: mock.headers }));

describe('createJournalControl', () => {
  it('shows exchanges, secrets hidden', async () => {
    await ask(`${mock.listUrl}?size=1`);
    await ask(`${mock.url}/nowhere?key=secret-a`);
    const [list, lost] = mock.journal.list();
    expect(list).toMatchObject({
      id: 1,
      session: 'default',
      contract: 'orders',
      clock: '2026-05-05T09:30:00.000Z',
      request: { method: 'GET', url: `${mock.listUrl}?size=1`, headers: { 'x-key': '***', 'x-version': '7' } },
      response: { status: 200, body: expect.stringContaining('"total":3') },
    });
    expect(lost?.response?.status).toBe(404);
    expect(JSON.stringify(mock.journal.list())).not.toContain('secret-a');
    expect([mock.journal.get(2), mock.journal.get(3)]).toEqual([lost, undefined]);
  });

  it('chooses, as a list and as an archive', async () => {
    await ask();
    await ask(`${mock.listUrl}?size=0`);
    expect(mock.journal.list({ status: '4xx' }).map(({ id }) => id)).toEqual([2]);
    expect(mock.journal.har({ status: '200' }).log.entries.map(({ _id }) => _id)).toEqual([1]);
  });

  it('tells of those that are wanted as they happen, until it is enough', async () => {
    const heard: JournalEntry[] = [];
    const unsubscribe = mock.journal.subscribe((entry) => heard.push(entry), { status: '200' });
    await ask();
    await ask(`${mock.listUrl}?size=0`);
    unsubscribe();
    await ask();
    expect(heard).toEqual(mock.journal.list({ limit: 3 }).slice(0, 1));
  });

  it('forgets all, and goes on counting', async () => {
    await ask();
    mock.journal.clear();
    expect(mock.journal.list()).toEqual([]);
    await ask();
    expect(mock.journal.list().map(({ id }) => id)).toEqual([2]);
  });

  it('has the room that it is given', async () => {
    mock = await openSampleMock({ listen: false, journal: { exchanges: 2 } });
    for (let count = 0; count < 3; count += 1) await ask();
    expect(mock.journal.list().map(({ id }) => id)).toEqual([2, 3]);
  });
});
