import { describe, expect, it } from '@jest/globals';
import type { Contract, Json } from '../../../src/contract/contract.ts';
import { createLedger, type OpenLedger } from '../../ledger/create-ledger.ts';
import type { Condition } from '../../list/list-query.ts';
import { type AnswerParts, createAnswer } from '../../testing/create-answer.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { deriveFilterRequirements } from './filter-requirements.ts';
import { inspectRows } from './inspect-rows.ts';

const contract = loadContract('devdraft');

function condition(parameter: string, value: string, { filters }: Contract = contract): Condition {
  const filter = filters.find((one) => one.parameter === parameter);
  if (filter === undefined) throw new Error(`there is a filter ${parameter}`);
  return { filter, name: parameter, value };
}

function inspect(conditions: readonly Condition[], rows: readonly Json[], parts: AnswerParts = {}): OpenLedger {
  const ledger = createLedger(deriveFilterRequirements(contract));
  const answer = createAnswer(contract, { query: { conditions }, body: { data: rows }, ...parts });
  inspectRows.prepare(contract)(answer, ledger);
  return ledger;
}

const ann = { id: '1', first_name: 'Ann', last_name: 'Lee', status: 'ACTIVE' };
const joe = { id: '2', first_name: 'Joe', last_name: 'Roe', status: 'ACTIVE' };
const active = condition('status', 'ACTIVE');

describe('inspectRows', () => {
  it('counts the rows that meet each condition', () => {
    const ledger = inspect([active, condition('name', 'e')], [ann, joe]);
    expect([...ledger.touched].sort()).toEqual(['filter.name.only-matching', 'filter.status.only-matching']);
    expect(ledger.read('filter.name.only-matching').exercised).toEqual(new Map([['rows', 2]]));
    expect(ledger.violated.size).toBe(0);
  });

  it('names the first row that should not be there, under what it breaks', () => {
    const ledger = inspect([active, condition('name', 'n L')], [ann, joe]);
    expect([...ledger.violated]).toEqual(['filter.name.within-field']);
    expect(ledger.read('filter.status.only-matching').exercised.size).toBe(1);
    expect(ledger.read('filter.name.only-matching').exercised.size).toBe(0);
    expect(ledger.read('filter.name.within-field').violations).toMatchObject([
      {
        summary: 'name=n L shows the row 1, which it should not',
        expected: 'only rows with name=n L',
        received: ann,
      },
    ]);
  });

  it('says how the page was reached', () => {
    const ledger = inspect([condition('status', 'BLACKLISTED')], [ann], { via: 'next' });
    expect(ledger.read('filter.status.only-matching').violations[0]?.summary).toBe(
      'status=BLACKLISTED shows the row 1, which it should not, on a page reached by its next link',
    );
  });

  it('learns nothing from an empty page, or one without conditions', () => {
    expect(inspect([active], []).touched.size).toBe(0);
    expect(inspect([], [ann]).touched.size).toBe(0);
  });

  it('does not count rows that do not show what the filter is about', () => {
    const tokens = loadContract('wingback');
    const ledger = createLedger([{ id: 'filter.payment_status.only-matching' }]);
    const query = { conditions: [condition('payment_status', 'paid', tokens)] };
    inspectRows.prepare(tokens)(createAnswer(tokens, { query, body: { hits: [{ id: 'a' }] } }), ledger);
    expect(ledger.touched.size).toBe(0);
  });

  it.each<[string, boolean, AnswerParts]>([
    ['what may be refused', true, { purpose: 'either' }],
    ['what should have been refused', false, { purpose: 'refusal' }],
    ['what is only to be found out', false, { purpose: 'probe' }],
    ['what was asked with something on top', false, { plain: false }],
    ['what is no page', false, { status: 400 }],
  ])('judges %s: %s', (_, isJudged, parts) => {
    const ledger = inspect([condition('status', 'BLACKLISTED')], [ann], parts);
    expect(ledger.violated.size).toBe(isJudged ? 1 : 0);
    expect(ledger.touched.size).toBe(isJudged ? 1 : 0);
  });
});
