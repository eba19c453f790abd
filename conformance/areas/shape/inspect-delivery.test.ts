import { describe, expect, it } from '@jest/globals';
import { createLedger, type OpenLedger } from '../../ledger/create-ledger.ts';
import { type AnswerParts, createAnswer } from '../../testing/create-answer.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { inspectDelivery } from './inspect-delivery.ts';

const contract = loadContract('devdraft');
const page: AnswerParts = { body: { data: [] } };

function inspect(answers: readonly AnswerParts[]): OpenLedger {
  const ledger = createLedger([{ id: 'answers.readable' }, { id: 'answers.no-server-error' }]);
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
    ['a refusal', { status: 404 }, 'a request is answered with status 404, twice'],
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

  it('holds a failure of the server against it: for a page at once, as that was asked for twice, else when it comes again', () => {
    expect(inspect([{ status: 503 }]).read('answers.no-server-error').violationCount).toBe(1);
    expect(inspect([{ status: 500, purpose: 'refusal' }]).violated.size).toBe(0);
    const twice = inspect([
      { status: 500, purpose: 'refusal' },
      { status: 500, purpose: 'refusal' },
    ]);
    expect([...twice.violated]).toEqual(['answers.no-server-error']);
  });
});
