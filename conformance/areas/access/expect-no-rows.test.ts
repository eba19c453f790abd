import { describe, expect, it } from '@jest/globals';
import { createLedger, type Findings } from '../../ledger/create-ledger.ts';
import { type AnswerParts, createAnswer } from '../../testing/create-answer.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { expectNoNames, expectNoRows } from './expect-no-rows.ts';

const contract = loadContract('devdraft');

function judgeRows(parts: AnswerParts): Findings {
  const ledger = createLedger([{ id: 'refused' }]);
  expectNoRows(ledger, 'refused', createAnswer(contract, parts), 'a request without credentials');
  return ledger.read('refused');
}

function judgeNames(parts: AnswerParts, ids: readonly string[]): Findings {
  const ledger = createLedger([{ id: 'silent' }]);
  expectNoNames(ledger, 'silent', createAnswer(contract, parts), ids);
  return ledger.read('silent');
}

describe('expectNoRows', () => {
  it.each([199, 302, 401, 404, 500])('takes %i for a refusal', (status) => {
    expect(judgeRows({ status })).toMatchObject({ exercised: new Map([['refusals', 1]]), violationCount: 0 });
  });

  it.each<[number, AnswerParts, string]>([
    [200, { body: { data: [{ id: 'a' }, { id: 'b' }] } }, '2 rows'],
    [200, { body: { data: [] } }, '0 rows'],
    [204, { text: '' }, 'no readable rows'],
    [299, { body: { data: [{ id: 'a' }] } }, '1 rows'],
  ])('takes %i for none, whatever comes with it', (status, parts, rows) => {
    const { exercised, violations } = judgeRows({ status, ...parts });
    expect(exercised.size).toBe(0);
    expect(violations.map(({ summary }) => summary)).toEqual([
      `a request without credentials is answered with status ${status} and ${rows}`,
    ]);
  });
});

describe('expectNoNames', () => {
  const ids = ['7', 'cus_12', 'say "hi"'];

  it.each<[string, string]>([
    ['as a text', '{"error":"no access to","id":"cus_12"}'],
    ['in another form than JSON', '<p title="cus_12">'],
    ['as JSON writes it', '{"id":"say \\"hi\\""}'],
  ])('finds a row that a refusal names %s', (_, text) => {
    expect(judgeNames({ status: 403, text }, ids)).toMatchObject({ violationCount: 1, exercised: new Map() });
  });

  it.each<[string, string]>([
    ['no row', '{"error":"no"}'],
    ['a longer one that begins alike', '{"id":"cus_123"}'],
    ['what may stand there by chance', '{"code":"7"}'],
  ])('has nothing against a refusal that names %s', (_, text) => {
    expect(judgeNames({ status: 404, text }, ids)).toMatchObject({
      violationCount: 0,
      exercised: new Map([['refusals', 1]]),
    });
  });

  it('names the row', () => {
    const [violation] = judgeNames({ status: 400, text: '["cus_12"]' }, ids).violations;
    expect(violation).toMatchObject({ summary: 'the refusal names the row cus_12', received: 'cus_12' });
  });

  it('reads refusals only', () => {
    expect(judgeNames({ status: 200, text: '["cus_12"]' }, ids)).toMatchObject({
      violationCount: 0,
      exercised: new Map(),
    });
  });
});
