import { describe, expect, it } from '@jest/globals';
import { checkVersion } from './check-version.ts';
import { createRequest } from './testing/create-request.ts';
import { loadContract, loadSample } from './testing/load-contract.ts';

describe('checkVersion', () => {
  const { version } = loadContract('pyng').access;

  function check(value: string | undefined): string | undefined {
    return checkVersion(version, createRequest('/', { headers: { 'Pyng-Api-Version': value } }));
  }

  it('passes a version that is known', () => {
    expect(check('urn:pyng:api:billing:version:v1')).toBeUndefined();
  });

  it.each([
    [undefined, 'missingVersion'],
    ['', 'missingVersion'],
    ['urn:pyng:api:billing:version:v0', 'retiredVersion'],
    ['urn:pyng:api:billing:version:v2', 'unsupportedVersion'],
    ['URN:PYNG:API:BILLING:VERSION:V1', 'unsupportedVersion'],
    ['urn:pyng:api:billing:version:v1, urn:pyng:api:billing:version:v1', 'unsupportedVersion'],
  ])('says what is wrong with %p', (value, condition) => {
    expect(check(value)).toBe(condition);
  });

  it('passes everything where the contract knows no versions', () => {
    expect(checkVersion(loadSample().access.version, createRequest('/'))).toBeUndefined();
  });
});
