import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../../../src/contract/testing/write-contract.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { listEnvelopeRules } from './envelope-rules.ts';

describe('listEnvelopeRules', () => {
  it('has rules for the body, whose items have rules of their own', () => {
    const rules = listEnvelopeRules(loadContract(writeContract(VALID_CONTRACT)));
    expect(rules.map(({ at }) => at)).toEqual([[]]);
    expect(rules[0]?.rules.map(({ draft }) => draft.id)).toEqual([
      'body.count',
      'body.next',
      'body.things.present',
      'body.count.present',
    ]);
  });

  it('goes into objects of the body that hold something of the envelope', () => {
    const nested = VALID_CONTRACT.replace(
      'count: { type: integer }',
      'meta: { type: object, required: [count], properties: { count: { type: integer }, note: { type: string } } }',
    )
      .replace('required: [things, count]', 'required: [things]')
      .replace('total: /count', 'total: /meta/count')
      .replace('count: 1, next', 'meta: { count: 1 }, next');
    const rules = listEnvelopeRules(loadContract(writeContract(nested)));
    expect(rules.map(({ at, rules: inner }) => [at, inner.map(({ draft }) => draft.id)])).toEqual([
      [[], ['body.next', 'body.things.present']],
      [['meta'], ['body.meta.count', 'body.meta.note', 'body.meta.count.present']],
    ]);
  });
});
