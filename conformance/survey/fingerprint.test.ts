import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../../src/contract/load-contracts.ts';
import { fingerprint } from './fingerprint.ts';

const [devdraft] = loadContracts('devdraft');
if (devdraft === undefined) throw new Error('the contract comes with the package');
const rows = [
  { id: 'a', status: 'ACTIVE', createdAt: '2026-01-01T00:00:00Z', last_spent: 1 },
  { id: 'b', status: 'ACTIVE', createdAt: '2026-01-02T00:00:00Z', last_spent: 2 },
];

describe('fingerprint', () => {
  it('knows no order of rows, nor values that nothing depends on', () => {
    const others = [...rows].reverse().map((row) => ({ ...row, last_spent: Math.random(), seenAt: Date.now() }));
    expect(fingerprint(others, devdraft)).toBe(fingerprint(rows, devdraft));
  });

  it.each([
    ['a row fewer', rows.slice(1)],
    ['another status', rows.map((row) => ({ ...row, status: 'BLACKLISTED' }))],
    ['another time', rows.map((row) => ({ ...row, createdAt: '2026-01-03T00:00:00Z' }))],
    ['another identity', rows.map((row) => ({ ...row, id: `${row.id}x` }))],
  ])('tells %s', (_, others) => {
    expect(fingerprint(others, devdraft)).not.toBe(fingerprint(rows, devdraft));
  });
});
