import { describe, expect, it } from '@jest/globals';
import type { Contract, ErrorAnswer } from '../../../src/contract/contract.ts';
import { createLedger, type OpenLedger } from '../../ledger/create-ledger.ts';
import { type AnswerParts, createAnswer } from '../../testing/create-answer.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { findErrorAnswer } from './find-error-answer.ts';
import { type ExpectedRefusal, isRefusal, judgeRefusal } from './judge-refusal.ts';

const contract = loadContract('devdraft');
const body = findErrorAnswer(contract, 'unauthenticated')?.body ?? null;
const missing: ExpectedRefusal = {
  id: 'missing',
  condition: 'missingCredential',
  what: 'a request without credentials',
};

function judge(parts: AnswerParts, expected = missing, judged = contract): OpenLedger {
  const ledger = createLedger([{ id: `${expected.id}.status` }, { id: `${expected.id}.body` }]);
  judgeRefusal(judged, ledger, createAnswer(contract, parts), expected);
  return ledger;
}

describe('judgeRefusal', () => {
  it('is content with the documented refusal', () => {
    const ledger = judge({ status: 401, body });
    expect([...ledger.touched].sort()).toEqual(['missing.body', 'missing.status']);
    expect(ledger.violated.size).toBe(0);
  });

  it('holds another status against the target, and says nothing of the body then', () => {
    const ledger = judge({ status: 403, body: {} });
    expect([...ledger.touched]).toEqual(['missing.status']);
    expect(ledger.read('missing.status').violations).toMatchObject([
      { summary: 'a request without credentials is answered with status 403', expected: 401, received: 403 },
    ]);
  });

  it('holds another body against the target', () => {
    const ledger = judge({ status: 401, body: { message: 'Go away', statusCode: 401 } });
    expect(ledger.read('missing.status').exercised.get('refusals')).toBe(1);
    expect(ledger.read('missing.body').violations).toMatchObject([
      {
        summary: "the answer to a request without credentials differs from the contract's example at /message",
        expected: 'Unauthorized',
        received: 'Go away',
      },
    ]);
  });

  it('shows what came in place of JSON', () => {
    const [violation] = judge({ status: 401, text: '<html>' }).read('missing.body').violations;
    expect(violation).toMatchObject({ expected: body, received: '<html>' });
    expect(violation?.summary).toContain('at its root');
  });

  it('says nothing of a condition that the contract is silent about', () => {
    expect(judge({ status: 200 }, { ...missing, condition: 'invalidPosition' }).touched.size).toBe(0);
  });

  it('takes either answer to a bad link where there is one for each direction', () => {
    const links = loadContract('pyng');
    const altered: ExpectedRefusal = { id: 'altered', condition: 'invalidPosition', what: 'an altered link' };
    const forward = links.errors.get('invalidPosition');
    if (forward === undefined) throw new Error('the contract has an answer to bad links');
    const backward: ErrorAnswer = { ...forward, condition: 'invalidBackwardPosition', body: { backward: true } };
    const both: Contract = { ...links, errors: new Map([...links.errors, ['invalidBackwardPosition', backward]]) };
    const parts: AnswerParts = { status: forward.status, body: { backward: true } };
    expect([...judge(parts, altered, both).violated]).toEqual([]);
    expect([...judge({ ...parts, body: forward.body }, altered, both).violated]).toEqual([]);
    expect([...judge(parts, altered, links).violated]).toEqual(['altered.body']);
    expect([...judge({ ...parts, body: {} }, altered, both).violated]).toEqual(['altered.body']);
  });
});

describe('isRefusal', () => {
  it.each([
    [200, false],
    [302, false],
    [400, true],
    [499, true],
    [500, false],
  ])('%i: %s', (status, expected) => {
    expect(isRefusal(createAnswer(contract, { status }))).toBe(expected);
  });
});
