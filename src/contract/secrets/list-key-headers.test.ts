import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../load-contracts.ts';
import { listCredentialHeaders, listPublicHeaders } from './list-key-headers.ts';

describe('listCredentialHeaders and listPublicHeaders', () => {
  it.each([
    ['pyng', ['authorization'], ['pyng-api-version']],
    ['piriod', ['authorization'], ['x-simple-workspace', 'x-piriod-test-mode']],
    ['wingback', ['wb-key'], []],
    ['devdraft', ['x-client-key', 'x-client-secret'], []],
  ])('tell the headers of %s apart', (id, credentials, others) => {
    const contract = loadContracts(id)[0];
    if (contract === undefined) throw new Error(`${id} has no list`);
    expect(listCredentialHeaders(contract)).toEqual(credentials);
    expect(listPublicHeaders(contract)).toEqual(others);
  });
});
