import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../../../src/contract/testing/write-contract.ts';
import { completeRequirements } from '../../requirement.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { refusalRequirements } from './refusal-requirements.ts';

function derive(entry: string): readonly string[] {
  const text = VALID_CONTRACT.replace('{ status: 404, example: no-page }', entry);
  const contract = loadContract(writeContract(text));
  const drafts = refusalRequirements(contract, 'page.bad', 'invalidPosition', 'a page that is none');
  return completeRequirements(contract, 'pages', drafts).map(({ level, id, demand }) => `${level} ${id}: ${demand}`);
}

const status = 'page.bad.status: answer a page that is none with status 404';
const body = 'page.bad.body: answer a page that is none with the body of the example "no-page"';

describe('refusalRequirements', () => {
  it.each([
    ['{ status: 404, example: no-page }', 'must', 'must'],
    ['{ status: 404, example: no-page, provenance: { example: inferred } }', 'must', 'should'],
    ['{ status: 404, example: no-page, provenance: inferred }', 'should', 'should'],
    ['{ status: 404, example: no-page, provenance: { status: chosen } }', 'may', 'must'],
  ])('%s: status %s, body %s', (entry, statusLevel, bodyLevel) => {
    expect(derive(entry)).toEqual([`${statusLevel} ${status}`, `${bodyLevel} ${body}`]);
  });

  it('lets the body bind no more than the answer that it is part of', () => {
    const entry =
      '{ status: 404, example: no-page, provenance: { example: documented } }\n          provenance: { invalidPosition: inferred }';
    expect(derive(entry)).toEqual([`should ${status}`, `should ${body}`]);
  });

  it('demands nothing where the contract says nothing', () => {
    const contract = loadContract(writeContract(VALID_CONTRACT));
    expect(refusalRequirements(contract, 'x', 'unauthenticated', 'a request')).toEqual([]);
  });

  it('follows from the entry of a more general condition where there is none for this', () => {
    const contract = loadContract(writeContract(VALID_CONTRACT));
    const drafts = refusalRequirements(contract, 'x', 'expiredPosition', 'a page');
    expect(drafts.map(({ entry }) => entry)).toEqual([
      ['errors', 'invalidPosition', 'status'],
      ['errors', 'invalidPosition', 'example'],
    ]);
  });
});
