import { describe, expect, it } from '@jest/globals';
import { builtInContracts, loadContracts } from '../../src/contract/load-contracts.ts';
import { loadContract } from '../testing/mock-target.ts';
import { buildQuery, buildSendOptions, EVERYTHING } from './query.ts';

describe('EVERYTHING', () => {
  it.each(builtInContracts())('asks %s for nothing in particular', (id) => {
    const contract = loadContract(id);
    expect(buildQuery(contract, EVERYTHING, {})).toEqual([]);
    expect(buildSendOptions(contract, EVERYTHING, {})).toEqual({ headers: {} });
  });
});

describe('build request', () => {
  const [piriod] = loadContracts('piriod');
  const [wingback] = loadContracts('wingback');
  if (piriod === undefined || wingback === undefined) throw new Error('two contracts come with the package');
  const [country] = piriod.filters;
  if (country === undefined) throw new Error('the contract has filters');

  describe('buildQuery', () => {
    it('names conditions, order, size and position as the contract does', () => {
      const query = { conditions: [{ filter: country, name: 'country', value: 'CL' }], order: '-name', limit: 5 };
      expect(buildQuery(piriod, query, { position: { value: 2 }, parameters: [['zz', '1']] })).toEqual([
        ['country', 'CL'],
        ['ordering', '-name'],
        ['page_size', '5'],
        ['page', '2'],
        ['zz', '1'],
      ]);
    });

    it('sends a direction where there is a parameter for it', () => {
      const position = { value: 'token', direction: 'backward' } as const;
      expect(buildQuery(wingback, EVERYTHING, { position })).toEqual([
        ['offset', 'token'],
        ['direction', 'backward'],
      ]);
      expect(buildQuery(piriod, EVERYTHING, { position })).toEqual([['page', 'token']]);
    });

    it('sends a raw query as it is', () => {
      expect(buildQuery(piriod, { ...EVERYTHING, limit: 3 }, { rawQuery: 'a=%zz' })).toBe('a=%zz');
    });
  });

  describe('buildSendOptions', () => {
    it('sends the header that selects a part of the rows, below what a check sends itself', () => {
      expect(buildSendOptions(piriod, { ...EVERYTHING, partition: true }, {}).headers).toEqual({
        'x-piriod-test-mode': 'true',
      });
      expect(buildSendOptions(wingback, { ...EVERYTHING, partition: true }, { role: 'expired' })).toEqual({
        headers: {},
        role: 'expired',
      });
    });
  });
});
