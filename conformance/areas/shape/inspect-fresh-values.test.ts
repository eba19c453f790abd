import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../src/contract/contract.ts';
import { createLedger, type Findings } from '../../ledger/create-ledger.ts';
import { type AnswerParts, createAnswer } from '../../testing/create-answer.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { inspectFreshValues } from './inspect-fresh-values.ts';

const contract = loadContract('pyng');
const [place] = contract.envelope.fresh;
if (place === undefined) throw new Error('the contract has a fresh value');
const name = place.pointer.join('.');
const ids = [`fresh.${name}.unique`, `fresh.${name}.in-errors`] as const;

function put(value: Json): Json {
  return (place?.pointer ?? []).reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
}

function inspect(answers: readonly AnswerParts[]): { readonly unique: Findings; readonly inErrors: Findings } {
  const ledger = createLedger(ids.map((id) => ({ id })));
  const look = inspectFreshValues.prepare(contract);
  for (const parts of answers) look(createAnswer(contract, parts), ledger);
  return { unique: ledger.read(ids[0]), inErrors: ledger.read(ids[1]) };
}

describe('inspectFreshValues', () => {
  it('is content with values that differ, the first of which proves nothing', () => {
    const { unique } = inspect([{ body: put('a') }, { body: put('b') }, { body: put('c') }]);
    expect([unique.violationCount, unique.exercised.get('answers')]).toEqual([0, 2]);
  });

  it('notices a value that comes again, in errors, too', () => {
    const { unique } = inspect([{ body: put('a') }, { body: put('b') }, { status: 400, body: put('a') }]);
    expect(unique.violations.map(({ received }) => received)).toEqual(['a']);
  });

  it('takes no notice of an answer that was used again, or is no JSON', () => {
    const { unique } = inspect([{ body: put('a') }, { body: put('a'), memoized: true }, { text: 'a' }]);
    expect(unique).toMatchObject({ violationCount: 0, exercised: new Map() });
  });

  it('misses the value in errors that the document knows, and in no others', () => {
    expect(inspect([{ status: 400, body: {} }]).inErrors.violations[0]?.summary).toContain(
      `status 400 has no \`${name}\``,
    );
    expect(inspect([{ status: 418, body: {} }]).inErrors.violationCount).toBe(0);
    expect(inspect([{ status: 400, body: put('a') }]).inErrors.exercised.get('errors')).toBe(1);
  });
});
