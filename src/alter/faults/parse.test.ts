import { describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../../contract/error.ts';
import { builtInContracts, loadContracts } from '../../contract/load-contracts.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { fc } from '../../testing/properties.ts';
import { describeFaults } from './applicability.ts';
import { FAULT_KINDS, FAULT_SCHEMA, type Fault, listParameters } from './kinds.ts';
import { parseFault } from './parse.ts';

describe('parse fault', () => {
  function messageOf(value: unknown): string {
    try {
      parseFault(value);
    } catch (error) {
      if (error instanceof PagewrightError) return `${error.code}: ${error.message}`;
    }
    return 'accepted';
  }

  /** Any fault that may be. */
  const anyFault: fc.Arbitrary<Fault> = fc.constantFrom(...FAULT_KINDS).chain((kind) => {
    const natural = (min: number, max: number) => fc.option(fc.integer({ min, max }), { nil: undefined });
    const own: Record<string, fc.Arbitrary<unknown>> = {
      latency: fc.record({ ms: natural(0, 3_600_000), jitterMs: natural(0, 3_600_000) }),
      'slow-drip': fc.record({ overMs: natural(1, 3_600_000) }),
      'rate-limit': fc.record({ retryAfter: natural(0, 86_400) }),
      'server-error': fc.oneof(
        fc.record({ status: fc.constantFrom(500, 502, 503, undefined) }),
        fc.record({ status: fc.constant(503), retryAfter: natural(0, 86_400) }),
      ),
    };
    const common = fc.record({
      contract: fc.option(fc.stringMatching(/^[a-z0-9._-]{1,12}$/), { nil: undefined }),
      page: natural(2, 1000),
      times: natural(1, 1000),
      probability: fc.option(fc.double({ min: 0, max: 1, minExcluded: true, noNaN: true }), { nil: undefined }),
      seed: fc.option(fc.maxSafeInteger(), { nil: undefined }),
    });
    return fc
      .tuple(common, own[kind] ?? fc.constant({}))
      .map(([one, other]) => JSON.parse(JSON.stringify({ kind, ...one, ...(other as object) })) as Fault);
  });

  describe('parseFault', () => {
    it.each([
      ['latency', { kind: 'latency' }],
      ['latency:ms=300,jitterMs=50', { kind: 'latency', ms: 300, jitterMs: 50 }],
      [' latency : ms = 300 ', { kind: 'latency', ms: 300 }],
      ['rate-limit:retryAfter=2,times=3', { kind: 'rate-limit', retryAfter: 2, times: 3 }],
      ['server-error:status=503', { kind: 'server-error', status: 503 }],
      ['cycle:page=2,contract=things', { kind: 'cycle', page: 2, contract: 'things' }],
      ['cycle:contract=429', { kind: 'cycle', contract: '429' }],
      ['429', { kind: 'rate-limit' }],
      ['500', { kind: 'server-error', status: 500 }],
      ['502:times=1', { kind: 'server-error', status: 502, times: 1 }],
      ['503:retryAfter=7', { kind: 'server-error', status: 503, retryAfter: 7 }],
      [503, { kind: 'server-error', status: 503 }],
      [
        { kind: 'slow-drip', overMs: 5, times: undefined },
        { kind: 'slow-drip', overMs: 5 },
      ],
    ])('reads %j', (value, fault) => {
      expect(parseFault(value)).toStrictEqual(fault);
    });

    it('reads every fault alike as an object and as a text', () => {
      fc.assert(
        fc.property(anyFault, (fault) => {
          const { kind, ...parameters } = fault;
          const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
          const text = pairs.length === 0 ? kind : `${kind}:${pairs.join(',')}`;
          expect(parseFault(fault)).toStrictEqual(fault);
          expect(parseFault(text)).toStrictEqual(fault);
        }),
      );
    });

    it('gives a fault of its own', () => {
      const value = { kind: 'latency', ms: 3 };
      const fault = parseFault(value);
      value.ms = -1;
      expect(fault).toEqual({ kind: 'latency', ms: 3 });
    });

    it.each([
      ['latncy', 'unknown-fault: Unknown fault "latncy"; did you mean latency?'],
      ['404', 'unknown-fault: Unknown fault "404"; known:'],
      ['thunderstorm', 'unknown-fault: Unknown fault "thunderstorm"; known: latency, rate-limit, server-error,'],
      [{ kind: 7 }, 'unknown-fault: Unknown fault 7; known:'],
      [{ kind: 'constructor' }, 'unknown-fault: Unknown fault "constructor"'],
      [{}, 'invalid-fault: Missing fault kind; known: latency,'],
      ['', 'invalid-fault: Invalid fault "": must be kind or kind:name=value,name=value, such as'],
      ['latency:', 'invalid-fault: Invalid fault "latency:": must be'],
      ['latency:ms', 'invalid-fault: Invalid fault "latency:ms": must be'],
      ['latency:ms=', 'invalid-fault: Invalid fault "latency:ms=": must be'],
      ['latency;ms=3', 'invalid-fault: Invalid fault "latency;ms=3": must be'],
      ['latency:ms=3,ms=4', 'invalid-fault: Invalid fault "latency:ms=3,ms=4": repeated parameter ms'],
      ['500:status=502', 'invalid-fault: Invalid fault "500:status=502": repeated parameter status'],
      ['latency:ms=soon', 'invalid-fault: Invalid fault latency: ms must be an integer, not "soon"'],
      ['latency:ms=1.5', 'invalid-fault: Invalid fault latency: ms must be an integer, not 1.5'],
      ['latency:ms=-1', 'invalid-fault: Invalid fault latency: ms must be at least 0, not -1'],
      ['latency:ms=3600001', 'invalid-fault: Invalid fault latency: ms must be at most 3600000, not 3600001'],
      ['cycle:times=0', 'invalid-fault: Invalid fault cycle: times must be at least 1, not 0'],
      ['cycle:probability=0', 'invalid-fault: Invalid fault cycle: probability must be greater than 0, not 0'],
      ['cycle:probability=1.1', 'invalid-fault: Invalid fault cycle: probability must be at most 1, not 1.1'],
      [
        'server-error:status=504',
        'invalid-fault: Invalid fault server-error: status must be one of 500, 502, 503, not 504',
      ],
      ['cycle:ms=3', 'invalid-fault: Invalid fault cycle: ms applies to latency only'],
      [
        'latency:retryAfter=3',
        'invalid-fault: Invalid fault latency: retryAfter applies to rate-limit and server-error only',
      ],
      ['502:retryAfter=3', 'invalid-fault: Invalid fault server-error: retryAfter requires status 503'],
      ['server-error:retryAfter=3', 'invalid-fault: Invalid fault server-error: retryAfter requires status 503'],
      ['cycle:pag=3', 'invalid-fault: Invalid fault cycle: unknown parameter pag; did you mean page?'],
      [
        'cycle:everything=3',
        'invalid-fault: Invalid fault cycle: unknown parameter everything; known: contract, operation, page, times,',
      ],
      [
        'repeated-page:page=1',
        'invalid-fault: Invalid fault repeated-page: page must be at least 2, since no page comes before the first, not 1',
      ],
      ['cycle:page=0', 'invalid-fault: Invalid fault cycle: page must be at least 1, not 0'],
      [{ kind: 'cycle', contract: 3 }, 'invalid-fault: Invalid fault cycle: contract must be a string, not 3'],
      [{ kind: 'cycle', contract: '' }, 'invalid-fault: Invalid fault cycle: contract must not be empty, not ""'],
      [{ kind: 'cycle', page: null }, 'invalid-fault: Invalid fault cycle: page must be an integer, not null'],
      [['cycle'], 'invalid-fault: Invalid fault ["cycle"]: must be an object or a text'],
      [null, 'invalid-fault: Invalid fault null: must be an object or a text'],
      [undefined, 'invalid-fault: Invalid fault undefined: must be an object or a text'],
      [
        'latency:ms=-1,page=0,foo=3',
        'invalid-fault: Invalid fault latency: unknown parameter foo; known: ms, jitterMs, contract,',
      ],
    ])('rejects %j and says what would be right', (value, message) => {
      expect(messageOf(value).slice(0, message.length)).toBe(message);
    });

    it('says all that is wrong at once', () => {
      const message = messageOf('slow-drip:overMs=0,page=0,ms=3');
      for (const part of [
        'overMs must be at least 1, not 0',
        'page must be at least 1, not 0',
        'ms applies to latency only',
      ]) {
        expect(message).toContain(part);
      }
    });

    it('has a schema that describes every parameter', () => {
      const properties = FAULT_SCHEMA['properties'] as Record<string, { description?: string }>;
      const named = new Set(FAULT_KINDS.flatMap(listParameters));
      expect(Object.keys(properties)).toEqual(expect.arrayContaining([...named]));
      for (const { description } of Object.values(properties)) expect(description).toMatch(/\.$/);
    });
  });
});

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
      expect(descriptions.map(({ kind }) => kind)).toEqual(FAULT_KINDS);
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
