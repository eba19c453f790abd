import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../src/contract/contract.ts';
import { VALID_CONTRACT, writeContract } from '../../../src/contract/testing/write-contract.ts';
import { createLedger, type OpenLedger } from '../../ledger/create-ledger.ts';
import { type AnswerParts, createAnswer } from '../../testing/create-answer.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { inspectShape } from './inspect-shape.ts';
import { deriveShapeRequirements } from './shape-requirements.ts';

const contract = loadContract(writeContract(VALID_CONTRACT));
const thing = { id: 'a1', kind: 'a', at: '2026-01-01T00:00:00Z' };

function inspect(parts: AnswerParts): OpenLedger {
  const ledger = createLedger(deriveShapeRequirements(contract));
  inspectShape.prepare(contract)(createAnswer(contract, parts), ledger);
  return ledger;
}

function body(things: readonly Json[], rest: Readonly<Record<string, Json>> = { count: 1, next: null }): AnswerParts {
  return { body: { things, ...rest } };
}

describe('inspectShape', () => {
  it('counts what each rule looked at', () => {
    const ledger = inspect(body([thing, { ...thing, sizes: { s: 1 } }]));
    expect(ledger.violated.size).toBe(0);
    expect(ledger.read('item.id').exercised.get('items')).toBe(2);
    expect(ledger.read('item.sizes').exercised.get('items')).toBe(1);
    expect(ledger.read('item.active').exercised.size).toBe(0);
    expect(ledger.read('body.count').exercised.get('pages')).toBe(1);
  });

  it('names the item that is wrong, and what is wrong with it', () => {
    const ledger = inspect(body([thing, { ...thing, id: 'a2', at: 'yesterday', sizes: { s: 'large' } }]));
    expect([...ledger.violated].sort()).toEqual(['item.at', 'item.sizes']);
    const [violation] = ledger.read('item.sizes').violations;
    expect(violation).toMatchObject({
      summary: 'the item a2 at /sizes/s must be number',
      expected: 'give `sizes` as an object',
      received: 'large',
    });
    expect(violation?.answers).toHaveLength(1);
  });

  it('misses members of items and of the body', () => {
    const { at: _, ...without } = thing;
    const ledger = inspect(body([without], { next: 7 }));
    expect([...ledger.violated].sort()).toEqual(['body.count.present', 'body.next', 'item.at.present']);
    expect(ledger.read('item.at.present').violations[0]?.received).toEqual(without);
  });

  it('looks at pages only', () => {
    expect(inspect({ status: 404, body: { things: [{}] } }).touched.size).toBe(0);
  });
});
