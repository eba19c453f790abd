import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMock } from '../create-mock.ts';
import type { Mock } from '../mock.ts';
import { openSampleMock } from '../testing/open-sample-mock.ts';
import { writeSample } from '../testing/sample-contract.ts';

let mock: Mock;
beforeEach(async () => {
  mock = await openSampleMock({ listen: false });
});

const ask = (session: Pick<Mock, 'listUrl' | 'headers'>, query = ''): Promise<Response> =>
  mock.handle(new Request(session.listUrl + query, { headers: session.headers }));

describe('auditSession', () => {
  it('finds nothing wrong with a client that did nothing wrong', async () => {
    await ask(mock);
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
    await ask(mock, '?colour=red');
    const audit = mock.audit();
    expect(audit.isClean).toBe(false);
    expect(() => audit.toBeClean()).toThrow(/colour/);
  });

  it('judges the client of its own session', async () => {
    const session = mock.session('a');
    await ask(session, '?colour=red');
    expect([mock.audit().isClean, session.audit().isClean]).toEqual([true, false]);
    expect(session.audit().target).toBe('http://127.0.0.1/__session/a');
  });

  it('judges by one contract alone', async () => {
    const files = [writeSample('first'), writeSample('second', ['/shops/{shop}/orders', '/{shop}'])];
    mock = await createMock({ contract: files, listen: false });
    await ask(mock, '?colour=red');
    expect([mock.audit('first').isClean, mock.audit('second').isClean]).toEqual([false, true]);
    expect(mock.audit('second')).toMatchObject({ contract: 'second', requests: 0 });
    expect(() => mock.audit('third')).toThrow(/third/);
  });

  it('does not show secrets', async () => {
    await ask(mock, '?key=secret-a');
    expect(JSON.stringify(mock.audit())).not.toContain('secret-a');
  });
});
