import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../../../src/contract/testing/write-contract.ts';
import type { Inspector } from '../../check.ts';
import { createLedger, type OpenLedger } from '../../ledger/create-ledger.ts';
import { type AnswerParts, createAnswer } from '../../testing/create-answer.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { inspectErrors, inspectMediaType } from './inspect-answers.ts';

const contract = loadContract(writeContract(VALID_CONTRACT));

function inspect(inspector: Inspector, parts: AnswerParts): OpenLedger {
  const ledger = createLedger(['media-type', 'media-type.errors', 'errors.shape'].map((id) => ({ id })));
  inspector.prepare(contract)(createAnswer(contract, parts), ledger);
  return ledger;
}

describe('inspectMediaType', () => {
  const page: AnswerParts = { body: { things: [] } };

  it('reads the media type of pages, and of nothing else', () => {
    expect(inspect(inspectMediaType, page).read('media-type').exercised.get('pages')).toBe(1);
    const html = { headers: { 'content-type': 'text/html' } };
    const [violation] = inspect(inspectMediaType, { ...page, ...html }).read('media-type').violations;
    expect(violation).toMatchObject({ expected: 'application/json', received: 'text/html' });
    expect(inspect(inspectMediaType, { status: 404, ...html }).touched.size).toBe(0);
  });
});

describe('inspectErrors', () => {
  it('is content with a body of the form that the document shows', () => {
    const ledger = inspect(inspectErrors, { status: 404, body: { error: 'gone', more: 1 } });
    expect(ledger.read('errors.shape').exercised.get('errors')).toBe(1);
  });

  it.each([
    [{ body: {} }, "the body of an answer with status 404 must have required property 'error'"],
    [{ body: { error: 1 } }, 'the body of an answer with status 404 must be string at /error'],
    [{ text: '<html>' }, 'the body of an answer with status 404 is not JSON'],
  ])('says what is wrong with %j', (parts, summary) => {
    const { violations } = inspect(inspectErrors, { status: 404, ...parts }).read('errors.shape');
    expect(violations.map((one) => one.summary)).toEqual([summary]);
  });

  it('says nothing of errors that the document does not know, and of answers to HEAD', () => {
    expect(inspect(inspectErrors, { status: 418, body: {} }).touched.size).toBe(0);
    const answer = createAnswer(contract, { status: 404, text: '' });
    const exchange = { ...answer.response.exchange, method: 'HEAD' } as const;
    const ledger = createLedger(['media-type.errors', 'errors.shape'].map((id) => ({ id })));
    inspectErrors.prepare(contract)({ ...answer, response: { ...answer.response, exchange } }, ledger);
    expect(ledger.touched.size).toBe(0);
  });

  it('reads the media type of errors that the contract knows', () => {
    const look = (type: string): OpenLedger => {
      return inspect(inspectErrors, { status: 404, body: { error: 'gone' }, headers: { 'content-type': type } });
    };
    expect(look('application/json').read('media-type.errors').exercised.get('errors')).toBe(1);
    expect([...look('text/html').violated]).toEqual(['media-type.errors']);
    expect(inspect(inspectErrors, { status: 418, headers: { 'content-type': 'text/html' } }).touched.size).toBe(0);
  });
});
