import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import { createMock, type Mock } from '../mock.ts';

import { openSampleMock, writeSample } from '../testing/sample.ts';

let mock: Mock;

describe('create journal control', () => {
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
});

describe('audit session', () => {
  beforeEach(async () => {
    mock = await openSampleMock({ listen: false });
  });

  const askList = (session: Pick<Mock, 'listUrl' | 'headers'>, query = ''): Promise<Response> =>
    mock.handle(new Request(session.listUrl + query, { headers: session.headers }));

  describe('auditSession', () => {
    it('finds nothing wrong with a client that did nothing wrong', async () => {
      await askList(mock);
      const audit = mock.audit();
      expect(audit).toMatchObject({
        contract: 'orders',
        subject: 'client',
        isClean: true,
        requests: 1,
        target: mock.url,
      });
      expect(() => audit.toBeClean()).not.toThrow();
    });

    it('says which rules were broken', async () => {
      await askList(mock, '?colour=red');
      const audit = mock.audit();
      expect(audit.isClean).toBe(false);
      expect(() => audit.toBeClean()).toThrow(/colour/);
    });

    it('judges the client of its own session', async () => {
      const session = mock.session('a');
      await askList(session, '?colour=red');
      expect([mock.audit().isClean, session.audit().isClean]).toEqual([true, false]);
      expect(session.audit().target).toBe('http://127.0.0.1/__session/a');
    });

    it('judges by one contract alone', async () => {
      const files = [writeSample('first'), writeSample('second', ['/shops/{shop}/orders', '/{shop}'])];
      mock = await createMock({ contract: files, listen: false });
      await askList(mock, '?colour=red');
      expect([mock.audit('first').isClean, mock.audit('second').isClean]).toEqual([false, true]);
      expect(mock.audit('second')).toMatchObject({ contract: 'second', requests: 0 });
      expect(() => mock.audit('third')).toThrow(/third/);
    });

    it('does not show secrets', async () => {
      await askList(mock, '?key=secret-a');
      expect(JSON.stringify(mock.audit())).not.toContain('secret-a');
    });
  });
});
