import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../admin/activity-types.ts';
import type { ContractModel } from '../admin/contract-types.ts';
import { groupByWalk } from './groups.ts';
import { sayHeadline } from './headline.ts';
import { describeWalk, type Line } from './lines.ts';

const LINKS = { page: { style: 'links', position: 'cursor' }, parameters: [] } as unknown as ContractModel;
const TOKENS = {
  page: { style: 'keyset', position: 'after' },
  parameters: [{ name: 'direction', role: 'direction' }],
} as unknown as ContractModel;
const NUMBERS = { page: { style: 'number', position: 'page', first: 1 }, parameters: [] } as unknown as ContractModel;

function exchange(id: number, query: string, body: unknown = {}, headers: Record<string, string> = {}): Exchange {
  return {
    id,
    contract: 'things',
    at: '2026-05-05T09:30:00.000Z',
    clock: '2026-05-05T09:30:00.000Z',
    durationMs: 1,
    request: { method: 'GET', url: `http://localhost/things${query}`, headers },
    response: { status: 200, headers: {}, body: JSON.stringify(body) },
  };
}

const startOf = ({ start }: Line): string => {
  if (start.kind === 'offer') return `${start.offer.isLink ? 'link' : 'token'} of ${start.offer.from}`;
  return start.kind === 'position' ? `${start.name}=${start.value}` : start.kind;
};

describe('a line of the journal', () => {
  it('says what is missing in a link that was followed, and that it was sent again', () => {
    const lines = describeWalk(
      [
        exchange(1, '?state=new&limit=2', { next: 'http://localhost/things?state=new&limit=2&cursor=a%3D' }),
        exchange(2, '?limit=2&cursor=a%3D'),
        exchange(3, '?limit=2&cursor=a%3D'),
      ],
      LINKS,
      [],
    );
    expect(lines.map(startOf)).toEqual(['first', 'link of 1', 'link of 1']);
    expect(lines.map(({ parts }) => parts)).toEqual([[], ...Array(2).fill([{ name: 'state', given: 'new' }])]);
    expect(lines.map(({ isAgain }) => isAgain)).toEqual([false, false, true]);
  });

  it('finds links in a header', () => {
    const first = exchange(1, '?limit=2');
    const linked = {
      ...first,
      response: { status: 200, headers: { link: '</things?limit=2&cursor=b>; rel="next"' }, body: '[]' },
    };
    expect(describeWalk([linked, exchange(2, '?limit=2&cursor=b')], LINKS, []).map(startOf)).toEqual([
      'first',
      'link of 1',
    ]);
  });

  it('compares a token’s request with the one that was answered, but for where they go', () => {
    const lines = describeWalk(
      [exchange(1, '?limit=2', { forward: 't1' }), exchange(2, '?limit=3&after=t1&direction=forward')],
      TOKENS,
      [],
    );
    expect(lines.map(startOf)).toEqual(['first', 'token of 1']);
    expect(lines[1]?.parts).toEqual([{ name: 'limit', given: '2', sent: '3' }]);
  });

  it('shows numbers as they are, and a position that no answer gave', () => {
    expect(describeWalk([exchange(1, '?page=1'), exchange(2, '?page=2')], NUMBERS, []).map(startOf)).toEqual([
      'first',
      'page=2',
    ]);
    expect(
      describeWalk([exchange(1, '', { forward: 't1' }), exchange(2, '?after=mine')], TOKENS, [])[1]?.start,
    ).toEqual({
      kind: 'position',
      name: 'after',
      value: 'mine',
      isGiven: false,
    });
  });

  it('says which header is not there any more', () => {
    const lines = describeWalk(
      [exchange(1, '', { forward: 't1' }, { 'x-version': '7' }), exchange(2, '?after=t1')],
      TOKENS,
      ['x-version'],
    );
    expect(lines[1]?.parts).toEqual([{ name: 'x-version', given: '7', isHeader: true }]);
  });
});

const walk = (
  number: number,
  ids: readonly number[],
  rows: { read: number; total: number; never?: number },
  isComplete = false,
) => ({
  walk: number,
  contract: 'things',
  exchanges: ids,
  startedAt: '',
  query: 'state=new',
  rows: { twice: 0, never: 0, ...rows },
  isComplete,
});

describe('groups', () => {
  it('stand in the order of their first requests, with what belongs to no walk between them', () => {
    const all = [1, 2, 3, 4, 5].map((id) => exchange(id, ''));
    const groups = groupByWalk(all, [walk(1, [1, 4], { read: 0, total: 1 }), walk(2, [2], { read: 0, total: 1 })]);
    expect(groups.map((group) => [group.walk?.walk, group.exchanges.map(({ id }) => id)])).toEqual([
      [1, [1, 4]],
      [2, [2]],
      [undefined, [3, 5]],
    ]);
  });
});

describe('the headline', () => {
  const facts = {
    session: 'sync',
    contract: { path: '/v1/things' } as Parameters<typeof sayHeadline>[0]['contract'],
    walks: [],
    exchanges: [],
    findingCount: 0,
    isJudged: true,
    heldCount: 0,
  };
  const say = (more: Partial<typeof facts> | object): string => {
    const { before, number = '', after } = sayHeadline({ ...facts, ...more });
    return before + number + after;
  };

  it('says how far a walk came, and how it ended', () => {
    const ok = exchange(1, '');
    const refused = { ...ok, response: { status: 400, headers: {}, body: '' } };
    expect(say({})).toBe('No client has come to sync');
    expect(say({ exchanges: [ok], walks: [walk(1, [1], { read: 3, total: 3 }, true)] })).toBe(
      'sync read all 3 things with state=new',
    );
    expect(say({ exchanges: [ok], walks: [walk(1, [1], { read: 2, total: 3, never: 1 }, true)] })).toBe(
      'sync read 2 of 3 things with state=new: 1 was never read',
    );
    expect(say({ exchanges: [refused], walks: [walk(1, [1], { read: 2, total: 3 })] })).toBe(
      'sync read 2 of 3 things with state=new, then gave up',
    );
    expect(say({ exchanges: [ok], walks: [walk(1, [1], { read: 2, total: 3 })] })).toBe(
      'sync has read 2 of 3 things with state=new so far',
    );
  });

  it('says what is so where no page was read, or a response is awaited', () => {
    const ok = exchange(1, '');
    expect(say({ session: 'default' })).toBe('No client has come to this session');
    expect(say({ session: 'default', heldCount: 1 })).toBe('A client waits for a response');
    expect(say({ exchanges: [ok] })).toBe('sync sent 1 request, none of which read a page');
    expect(say({ exchanges: [ok], heldCount: 1, walks: [walk(1, [1], { read: 1, total: 3 })] })).toBe(
      'sync has read 1 of 3 things with state=new and waits for a response',
    );
    expect(say({ exchanges: [ok], walks: [walk(1, [1], { read: 1, total: 1 }, true)] })).toBe(
      'sync read the only thing with state=new',
    );
    expect(say({ exchanges: [ok], walks: [walk(1, [1], { read: 2, total: 3 }, true)] })).toBe(
      'sync read 2 of 3 things with state=new and came to the end',
    );
  });

  it('is about the walk that has come to nothing, else the newest', () => {
    const [one, other] = [exchange(1, ''), exchange(2, '')];
    const done = walk(1, [1], { read: 3, total: 3 }, true);
    const lost = walk(2, [2], { read: 1, total: 3, never: 2 }, true);
    const under = walk(3, [2], { read: 2, total: 3 });
    expect(say({ exchanges: [one, other], walks: [lost, done] })).toContain('1 of 3');
    expect(say({ exchanges: [one, other], walks: [done, under] })).toContain('2 of 3');
  });

  it('tells how many findings there are, and their cause, once the audit has judged', () => {
    const detailOf = (more: object): string => sayHeadline({ ...facts, exchanges: [exchange(1, '')], ...more }).detail;
    expect(detailOf({})).toBe('No findings in 1 request.');
    expect(detailOf({ isJudged: false })).toBe('');
    expect(detailOf({ findingCount: 2, cause: 'It drops `limit`' })).toBe('2 findings in 1 request. It drops limit.');
    expect(sayHeadline({ ...facts, findingCount: 2 }).detail).toBe('');
  });
});
