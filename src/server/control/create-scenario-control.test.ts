import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Mock } from '../mock.ts';
import { openSampleMock } from '../testing/open-sample-mock.ts';
import { writeSampleScenarios } from '../testing/write-sample-scenarios.ts';

const SECOND = ['/shops/{shop}/orders', '/{shop}'] as const;

const openTwo = (): Promise<Mock> => {
  return openSampleMock({
    contract: [writeSampleScenarios('first'), writeSampleScenarios('second', SECOND)],
    listen: false,
  });
};

const loadedOf = ({ contracts }: Mock): unknown[] => contracts.map(({ id, scenario }) => [id, scenario]);

describe('createScenarioControl', () => {
  it('lists those of all contracts, or of one', async () => {
    const { scenarios } = await openTwo();
    const second = [
      { contract: 'second', name: 'broken', title: 'A mistake', isLoaded: false },
      { contract: 'second', name: 'demo', title: 'Two tenants', isLoaded: true },
      { contract: 'second', name: 'empty', title: 'Nothing', isLoaded: false },
      { contract: 'second', name: 'stormy', title: 'A storm', isLoaded: false },
    ];
    expect(scenarios.list('second')).toEqual(second);
    expect(scenarios.list().map(({ contract }) => contract)).toEqual([
      ...Array.from({ length: 4 }, () => 'first'),
      ...Array.from({ length: 4 }, () => 'second'),
    ]);
  });

  it('puts one in place for all contracts that have it', async () => {
    const mock = await openTwo();
    expect(mock.scenarios.load('empty').map(({ contract, name }) => [contract, name])).toEqual([
      ['first', 'empty'],
      ['second', 'empty'],
    ]);
    expect(mock.contracts.map(({ rows }) => rows)).toEqual([0, 0]);
    expect(mock.clock.read().now).toBe('2026-06-01T00:00:00.000Z');
  });

  it('puts one in place for a contract alone', async () => {
    const mock = await openTwo();
    mock.rows.remove('o1', { contract: 'first' });
    expect(mock.scenarios.load('empty', 'second')).toEqual([
      { contract: 'second', name: 'empty', title: 'Nothing', isLoaded: true },
    ]);
    expect(loadedOf(mock)).toEqual([
      ['first', 'demo'],
      ['second', 'empty'],
    ]);
    expect(mock.contracts.map(({ rows }) => rows)).toEqual([4, 0]);
  });

  it('begins one anew when it is in place already', async () => {
    const mock = await openTwo();
    mock.rows.remove('o1', { contract: 'first' });
    mock.scenarios.load('demo');
    expect(mock.contracts.map(({ rows }) => rows)).toEqual([5, 5]);
  });

  it('brings its faults, and takes them with it', async () => {
    const mock = await openTwo();
    mock.faults.add('latency:ms=1');
    mock.scenarios.load('stormy', 'second');
    expect(mock.faults.list().map(({ kind, contract }) => [kind, contract])).toEqual([
      ['latency', undefined],
      ['rate-limit', 'second'],
    ]);
    mock.scenarios.load('demo', 'second');
    expect(mock.faults.list().map(({ kind }) => kind)).toEqual(['latency']);
  });

  it('brings its faults back with a reset', async () => {
    const mock = await openTwo();
    mock.scenarios.load('stormy', 'first');
    mock.faults.clear();
    mock.reset();
    expect(mock.faults.list().map(({ kind, contract }) => [kind, contract])).toEqual([['rate-limit', 'first']]);
  });

  it('refuses a file with mistakes, says where they are and changes nothing', async () => {
    const file = writeSampleScenarios();
    const mock = await openSampleMock({ contract: file, listen: false });
    mock.rows.remove('o1');
    const broken = join(dirname(file), 'fixtures', 'orders', 'broken.yaml');
    expect(() => mock.scenarios.load('broken')).toThrow(`${broken}:4:`);
    expect([mock.contracts[0]?.scenario, mock.contracts[0]?.rows]).toEqual(['demo', 4]);
  });

  it('puts none in place when the file of one contract has mistakes', async () => {
    const first = writeSampleScenarios('first');
    const folder = join(dirname(first), 'fixtures', 'first');
    copyFileSync(join(folder, 'empty.yaml'), join(folder, 'broken.yaml'));
    const mock = await openSampleMock({ contract: [first, writeSampleScenarios('second', SECOND)], listen: false });
    expect(() => mock.scenarios.load('broken')).toThrow(/second/);
    expect(loadedOf(mock)).toEqual([
      ['first', 'demo'],
      ['second', 'demo'],
    ]);
  });

  it('refuses what there is not', async () => {
    const { scenarios } = await openTwo();
    expect(() => scenarios.load('nope')).toThrow(
      'there is no scenario nope; first has broken, demo, empty, stormy; second has broken, demo, empty, stormy',
    );
    expect(() => scenarios.load('demo', 'third')).toThrow(/third/);
    expect(() => scenarios.list('third')).toThrow(/third/);
  });
});
