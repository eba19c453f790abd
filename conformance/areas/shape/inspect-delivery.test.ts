import { describe, expect, it } from '@jest/globals';
import { createLedger, type OpenLedger } from '../../ledger/create-ledger.ts';
import { type AnswerParts, createAnswer } from '../../testing/create-answer.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { inspectDelivery } from './inspect-delivery.ts';

const contract = loadContract('devdraft');
const page: AnswerParts = { body: { data: [] } };

function inspect(answers: readonly AnswerParts[]): OpenLedger {
  const ledger = createLedger(inspectDelivery.verifies.map((id) => ({ id })));
  const look = inspectDelivery.prepare(contract);
  for (const parts of answers) look(createAnswer(contract, parts), ledger);
  return ledger;
}

describe('inspectDelivery', () => {
  it('counts pages and answers', () => {
    const ledger = inspect([page, page, { status: 401, purpose: 'refusal' }]);
    expect(ledger.read('answers.readable').exercised).toEqual(new Map([['pages', 2]]));
    expect(ledger.read('answers.no-server-error').exercised).toEqual(new Map([['answers', 3]]));
    expect(ledger.violated.size).toBe(0);
  });

  it.each([
    ['a success without items', { body: {} }, 'a page has no list of items'],
    ['a refusal', { status: 404 }, 'a request is answered with status 404'],
  ])('accuses nobody of %s that comes once, and says so when it comes again', (_, parts, summary) => {
    expect(inspect([parts, page]).violated.size).toBe(0);
    expect(inspect([parts, { ...parts, url: 'https://staging.example.com/other' }]).violated.size).toBe(0);
    expect(
      inspect([parts, parts])
        .read('answers.readable')
        .violations.map((one) => one.summary),
    ).toEqual([summary]);
  });

  it('tells requests for another part of the rows apart', () => {
    const lost = { body: {} };
    expect(inspect([lost, { ...lost, query: { conditions: [], partition: true } }]).violated.size).toBe(0);
  });

  it('expects no page where none was asked for', () => {
    const refused: AnswerParts = { status: 400, purpose: 'either' };
    expect(inspect([refused, refused]).read('answers.readable')).toMatchObject({ violationCount: 0 });
  });

  it('takes a page for one only with the status of one', () => {
    const created = inspect([{ ...page, status: 201 }]);
    expect(created.read('answers.readable')).toMatchObject({ violationCount: 1, exercised: new Map() });
  });

  it('holds every failure of the server against it, as the client has asked twice by then', () => {
    const ledger = inspect([{ status: 503 }, { status: 500, purpose: 'refusal' }]);
    expect([...ledger.violated]).toEqual(['answers.no-server-error']);
    expect(ledger.read('answers.no-server-error').violationCount).toBe(2);
  });

  it('wants to be told how long to wait, whenever it has to', () => {
    const look = (rateLimits: { readonly total: number; readonly silent: number }): OpenLedger => {
      const ledger = createLedger([{ id: 'rate-limit.retry-after' }]);
      const answer = createAnswer(contract, page);
      inspectDelivery.prepare(contract)({ ...answer, response: { ...answer.response, rateLimits } }, ledger);
      return ledger;
    };
    expect(look({ total: 0, silent: 0 }).touched.size).toBe(0);
    expect(look({ total: 2, silent: 0 }).read('rate-limit.retry-after').exercised.size).toBe(1);
    expect([...look({ total: 2, silent: 1 }).violated]).toEqual(['rate-limit.retry-after']);
  });
});
