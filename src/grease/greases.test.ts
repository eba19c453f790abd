import { describe, expect, it } from '@jest/globals';
import { builtInContracts, loadContracts } from '../contract/load-contracts.ts';
import { GREASES } from './greases.ts';

describe('GREASES', () => {
  it('have names of their own, in kebab-case, and sentences without full stops', () => {
    const names = GREASES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary, open, closed } of GREASES) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      for (const text of [summary, open, closed]) expect(text).not.toMatch(/\.$/);
    }
  });

  it('apply to some contract each', () => {
    const contracts = builtInContracts().flatMap((id) => loadContracts(id));
    for (const { name, appliesTo } of GREASES) expect([name, contracts.some(appliesTo)]).toEqual([name, true]);
  });
});
