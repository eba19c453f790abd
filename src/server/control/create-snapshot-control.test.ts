import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Mock } from '../mock.ts';
import { openSampleMock } from '../testing/open-sample-mock.ts';

let mock: Mock;
beforeEach(async () => {
  mock = await openSampleMock({ listen: false });
});

const ids = (): unknown[] => mock.rows.list().rows.map(({ id }) => id);

describe('createSnapshotControl', () => {
  it('puts rows, clock and scenario back', () => {
    mock.rows.remove('o1');
    mock.clock.advance('1d');
    const [rows, clock] = [ids(), mock.clock.read()];
    mock.snapshots.save('a');
    mock.rows.add({ id: 'new', state: 'open' });
    mock.clock.set(0);
    mock.clock.run();
    mock.scenarios.load('empty');
    expect(ids()).toEqual([]);
    mock.snapshots.restore('a');
    expect([ids(), mock.clock.read(), mock.contracts[0]?.scenario]).toEqual([rows, clock, 'demo']);
  });

  it('puts back as often as it is wanted, whatever was changed in between', () => {
    mock.rows.change('o1', { state: 'closed' });
    mock.snapshots.save('a');
    for (const state of ['open', 'open']) {
      mock.rows.change('o1', { state });
      mock.rows.remove('o2');
      mock.snapshots.restore('a');
      expect([mock.rows.get('o1'), ids()]).toEqual([{ id: 'o1', state: 'closed' }, ['both', 'o1', 'o2']]);
    }
  });

  it('keeps the beginning before anything was looked at', () => {
    mock.snapshots.save('beginning');
    mock.rows.remove('o1');
    mock.snapshots.restore('beginning');
    expect(ids()).toEqual(['both', 'o1', 'o2']);
  });

  it('keeps several, each by itself', () => {
    mock.snapshots.save('three');
    mock.rows.remove('o1');
    mock.snapshots.save('two');
    mock.rows.remove('o2');
    mock.snapshots.restore('three');
    expect(ids()).toHaveLength(3);
    mock.snapshots.restore('two');
    expect(ids()).toHaveLength(2);
  });

  it('outlives a reset', () => {
    mock.rows.remove('o1');
    mock.snapshots.save('a');
    mock.reset();
    expect(ids()).toHaveLength(3);
    mock.snapshots.restore('a');
    expect(ids()).toHaveLength(2);
  });

  it('is seen in the lists', async () => {
    mock.snapshots.save('a');
    const url = `${mock.listUrl}?size=1&skip=1`;
    const ask = async (): Promise<unknown> => {
      const response = await mock.handle(new Request(url, { headers: mock.headers }));
      return ((await response.json()) as { orders: unknown }).orders;
    };
    const before = await ask();
    mock.rows.remove('both', { collection: 'north' });
    expect(await ask()).not.toEqual(before);
    mock.snapshots.restore('a');
    expect(await ask()).toEqual(before);
  });

  it('names them, the oldest first, and forgets them', () => {
    for (const name of ['b', 'a', 'b']) mock.snapshots.save(name);
    expect(mock.snapshots.list()).toEqual(['a', 'b']);
    mock.snapshots.remove('a');
    expect(mock.snapshots.list()).toEqual(['b']);
    expect(() => mock.snapshots.restore('a')).toThrow('there is no snapshot a; there are b');
    expect(() => mock.snapshots.remove('a')).toThrow('there is no snapshot a; there are b');
  });

  it('has room for 100, and for another one of a name', () => {
    for (let count = 1; count <= 100; count += 1) mock.snapshots.save(`s${count}`);
    expect(() => mock.snapshots.save('s101')).toThrow(/has 100 snapshots already/);
    mock.snapshots.save('s100');
    expect(mock.snapshots.list()).toHaveLength(100);
  });

  it.each(['', ' ', 'a b', 'a/b', 'ä', 'x'.repeat(65)])('refuses the name %p', (name) => {
    expect(() => mock.snapshots.save(name)).toThrow(/cannot be the name of a snapshot/);
    expect(mock.snapshots.list()).toEqual([]);
  });

  it('says when there are none', () => {
    expect(() => mock.snapshots.restore('a')).toThrow('there is no snapshot a; there are none');
  });
});
