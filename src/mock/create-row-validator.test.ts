import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../contract/contract.ts';
import type { Row } from '../dataset/row-source.ts';
import { createRowValidator } from './create-row-validator.ts';
import { loadContract } from './testing/load-contract.ts';
import { WorldError } from './world-error.ts';

const INVITED = { customerReference: 'A', state: 'invited', invitedAt: 1, expiresAt: 2 };
const COMPANY = { id: 'cus_1', name: 'A', address: 'B', country: {}, state: {}, created: '2026-05-05T00:00:00Z' };

function faultOf(contract: Contract, row: Row): string | undefined {
  try {
    createRowValidator(contract)(row);
  } catch (error) {
    if (error instanceof WorldError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return undefined;
}

describe('createRowValidator', () => {
  const pyng = loadContract('pyng');
  const piriod = loadContract('piriod');

  it('accepts a row that satisfies the schema', () => {
    expect(faultOf(pyng, INVITED)).toBeUndefined();
    expect(faultOf(piriod, { ...COMPANY, email: null, subscriptions: ['sub_1'] })).toBeUndefined();
  });

  it('names every field that is wrong', () => {
    expect(faultOf(pyng, { ...INVITED, customerReference: 7, invitedAt: '1' })).toMatch(
      /^invalid-row: (?=.*\/customerReference must be string)(?=.*\/invitedAt must be integer)/,
    );
  });

  it('names a required field that is not there', () => {
    const { customerReference: _, ...rest } = INVITED;
    expect(faultOf(pyng, rest)).toMatch(/customerReference/);
  });

  it('knows that fields depend on each other', () => {
    expect(faultOf(pyng, { ...INVITED, linkedAt: 3 })).toMatch(/^invalid-row/);
    expect(faultOf(pyng, { customerReference: 'A', state: 'linked', invitedAt: 1, expiresAt: 2 })).toMatch(
      /^invalid-row/,
    );
    expect(faultOf(pyng, { customerReference: 'A', state: 'linked', invitedAt: 1, linkedAt: 2 })).toBeUndefined();
  });

  it('says which fields there are when one is unknown', () => {
    expect(faultOf(pyng, { ...INVITED, invitedat: 1 })).toMatch(/unknown field invitedat; a row has .*invitedAt/);
  });

  it('checks hidden fields and formats too', () => {
    expect(faultOf(piriod, { ...COMPANY, subscriptions: 'sub_1' })).toMatch(/\/subscriptions must be array/);
    expect(faultOf(piriod, { ...COMPANY, created: 'yesterday' })).toMatch(/\/created must match format/);
  });
});
