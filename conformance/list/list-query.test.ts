import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../src/contract/load-contracts.ts';
import { loadContract } from '../testing/load-contract.ts';
import { buildQuery, buildSendOptions } from './build-request.ts';
import { EVERYTHING } from './list-query.ts';

describe('EVERYTHING', () => {
  it.each(builtInContracts())('asks %s for nothing in particular', (id) => {
    const contract = loadContract(id);
    expect(buildQuery(contract, EVERYTHING, {})).toEqual([]);
    expect(buildSendOptions(contract, EVERYTHING, {})).toEqual({ headers: {} });
  });
});
