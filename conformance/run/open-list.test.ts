import { afterEach, describe, expect, it } from '@jest/globals';
import { createTestTargets } from '../client/testing/create-test-targets.ts';
import type { Answer } from '../list/answer.ts';
import { createListClient } from '../list/create-list-client.ts';
import { emptyList } from '../testing/empty-list.ts';
import { loadContract } from '../testing/load-contract.ts';
import { NotAccessibleError } from './not-accessible-error.ts';
import { openList } from './open-list.ts';

const targets = createTestTargets();
afterEach(() => targets.close());

const contract = loadContract('devdraft');

function open(status: number, body = '', headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const target = targets.open({
    app: (_, response) => {
      response.writeHead(status).end(body);
    },
    headers,
  });
  return openList(createListClient(contract, target));
}

describe('openList', () => {
  it('asks for the first page, without any parameter', async () => {
    const answer = await openList(createListClient(contract, targets.open({ app: emptyList })));
    expect(new URL(answer.response.url).search).toBe('');
    expect(answer.page?.items).toEqual([]);
  });

  it('gives a success even if it is no page: that is for the checks to judge', async () => {
    expect((await open(200, '<html>')).page).toBeUndefined();
  });

  it.each([
    [401, 'the list needs the headers x-client-key, x-client-secret'],
    [404, `Expected the list at the base URL followed by ${contract.path}.`],
    [500, 'The target fails on the plainest request'],
  ])('says what is missing when the answer is %i', async (status, advice) => {
    const opening = open(status, ' No\n  way ');
    await expect(opening).rejects.toThrow(NotAccessibleError);
    await expect(opening).rejects.toThrow(`answers ${status}: No way`);
    await expect(opening).rejects.toThrow(advice);
  });

  it('shows no secret that the target repeats, and no more of a body than fits', async () => {
    const opening = open(401, `${'no '.repeat(200)}`, {});
    await expect(opening).rejects.toThrow(/answers 401: (no ){99}no\s*\n/);
    const repeated = open(401, 'who is s3cr3t-k3y?', { 'x-client-key': 's3cr3t-k3y' });
    await expect(repeated).rejects.toThrow('who is ***?');
  });

  it('says that nothing answers', async () => {
    const list = createListClient(contract, targets.open({ baseUrl: 'http://127.0.0.1:1' }));
    await expect(openList(list)).rejects.toThrow(/http:\/\/127\.0\.0\.1:1\/.*nothing listens there/);
    await expect(openList(list)).rejects.toThrow(NotAccessibleError);
  });

  it('leaves it a cancellation that the run was cancelled', async () => {
    const list = createListClient(contract, targets.open({ app: emptyList }));
    await targets.close();
    await expect(openList(list)).rejects.toMatchObject({ name: 'TargetError', kind: 'aborted' });
  });
});
