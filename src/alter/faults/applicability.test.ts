import { describe, expect, it } from '@jest/globals';
import { builtInContracts, loadContracts } from '../../contract/load-contracts.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { describeFaults } from './applicability.ts';
import { FAULT_KINDS } from './kinds.ts';

describe('describe faults', () => {
  const contracts = builtInContracts().flatMap((id) => loadContracts(id));
  const descriptions = describeFaults(contracts);

  /** `allowed`, or how binding the rule is that is broken, by contract. */
  function verdicts(kind: string, known = descriptions): Record<string, string> {
    const found = known.find((description) => description.kind === kind)?.contracts ?? {};
    const words = Object.entries(found).map(([id, { verdict, breaks }]) => {
      return [id, verdict === 'not-allowed' ? breaks : verdict] as const;
    });
    return Object.fromEntries(words);
  }

  function everywhere(verdict: string): Record<string, string> {
    return Object.fromEntries(contracts.map(({ id }) => [id, verdict]));
  }

  describe('describeFaults', () => {
    it('describes every kind, its parameters and what each contract makes of it', () => {
      expect(descriptions.map(({ kind }) => kind)).toEqual(Object.keys(FAULT_KINDS));
      for (const { summary, parameters, contracts: judgements } of descriptions) {
        expect(summary).not.toMatch(/\.$/);
        expect(Object.keys(parameters)).toEqual(
          expect.arrayContaining(['contract', 'page', 'times', 'probability', 'seed']),
        );
        expect(Object.values(parameters)).not.toContain('');
        expect(Object.keys(judgements)).toEqual(contracts.map(({ id }) => id));
        for (const { reason, verdict, breaks } of Object.values(judgements)) {
          expect(reason).not.toBe('');
          expect(breaks === 'nothing').toBe(verdict !== 'not-allowed');
        }
      }
      expect(Object.keys(descriptions[0]?.parameters ?? {}).slice(0, 2)).toEqual(['ms', 'jitterMs']);
    });

    it.each([
      ['latency', everywhere('allowed')],
      ['slow-drip', everywhere('allowed')],
      ['connection-reset', everywhere('allowed')],
      ['truncated-body', everywhere('allowed')],
      ['malformed-json', { ...everywhere('documented'), devdraft: 'documented' }],
      ['server-error', everywhere('allowed')],
      ['rate-limit', everywhere('allowed')],
      [
        'expired-link',
        { pyng: 'allowed', wingback: 'documented', piriod: 'not-applicable', devdraft: 'not-applicable' },
      ],
      ['repeated-page', everywhere('documented')],
      ['cycle', { ...everywhere('documented'), devdraft: 'not-applicable' }],
      ['empty-page', { pyng: 'allowed', wingback: 'allowed', piriod: 'documented', devdraft: 'documented' }],
      ['short-page', { pyng: 'allowed', wingback: 'allowed', piriod: 'documented', devdraft: 'documented' }],
      ['row-inserted', everywhere('allowed')],
      ['row-deleted', everywhere('allowed')],
      ['total-changed', everywhere('documented')],
    ])('judges %s', (kind, expected) => {
      expect(verdicts(kind)).toEqual(expected);
    });

    it('goes by the marks of the contract', () => {
      const guessed = loadSample(['total: /count', 'total: /count\n        provenance: { total: chosen }']);
      const bare = loadSample(['        total: /count\n', ''], ['          next: /next\n', '']);
      expect(verdicts('total-changed', describeFaults([guessed]))).toEqual({ things: 'chosen' });
      expect(verdicts('total-changed', describeFaults([bare]))).toEqual({ things: 'not-applicable' });
      expect(verdicts('cycle', describeFaults([bare]))).toEqual({ things: 'not-applicable' });
      expect(verdicts('rate-limit', describeFaults([bare]))).toEqual({ things: 'chosen' });
      expect(verdicts('short-page', describeFaults([bare]))).toEqual({ things: 'chosen' });
    });
  });
});
