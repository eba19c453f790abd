import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import { createResult } from '../report/testing/create-result.ts';
import { VERDICTS } from '../report/verdicts.ts';
import type { Result } from '../result.ts';
import { applyWaivers } from './apply-waivers.ts';
import type { Waiver } from './waiver.ts';

describe('apply waivers', () => {
const TODAY = '2026-03-14';

function failing(id: string): Result {
  return createResult({ id, verdict: 'fail', reason: 'It is broken.' });
}

function waive(id: string, expires = '2026-12-31'): Waiver {
  return { id, reason: `Known (${id})`, expires };
}

describe('applyWaivers', () => {
  it('waives a failure, and keeps why it failed and why it is waived', () => {
    const { results, unused } = applyWaivers([failing('a.b'), failing('a.c')], [waive('a.b')], TODAY);
    expect(results).toEqual([{ ...failing('a.b'), verdict: 'waived', waiver: waive('a.b') }, failing('a.c')]);
    expect(unused).toEqual([]);
  });

  it('waives what starts so, where the id ends in *', () => {
    const { results } = applyWaivers(['a.b', 'a.bc', 'a.', 'b.a.b'].map(failing), [waive('a.b*')], TODAY);
    expect(results.map(({ verdict }) => verdict)).toEqual(['waived', 'waived', 'fail', 'fail']);
  });

  it('matches exactly where it does not', () => {
    const { results } = applyWaivers(['a.bc', 'aXb'].map(failing), [waive('a.b')], TODAY);
    expect(results.map(({ verdict }) => verdict)).toEqual(['fail', 'fail']);
  });

  it.each([
    ['2026-03-15', 'waived', 'It is broken.'],
    ['2026-03-14', 'waived', 'It is broken.'],
    ['2026-03-13', 'fail', 'It is broken. The waiver for it expired on 2026-03-13.'],
  ])('holds until the end of %s', (expires, verdict, reason) => {
    const { results, unused } = applyWaivers([failing('a')], [waive('a', expires)], TODAY);
    expect(results).toEqual([{ ...failing('a'), verdict, reason, waiver: waive('a', expires) }]);
    expect(unused).toEqual([]);
  });

  it('prefers a waiver in force to an expired one, and an exact one to one that ends in *', () => {
    const waivers = [waive('*'), waive('a.*'), waive('a.b.*'), waive('a.b.c', '2026-01-01')];
    const used = (id: string, among: readonly Waiver[]): string | undefined =>
      applyWaivers([failing(id)], among, TODAY).results[0]?.waiver?.id;
    expect(used('a.b.c', waivers)).toBe('a.b.*');
    expect(used('a.b.c', [...waivers.slice(0, 3), waive('a.b.c')])).toBe('a.b.c');
    expect(used('x', waivers)).toBe('*');
  });

  it('says which waivers can be removed, and why', () => {
    const results = [createResult({ id: 'a.b' }), createResult({ id: 'a.c', verdict: 'inconclusive' }), failing('d')];
    const waivers = [waive('a.b'), waive('a.*', '2026-01-01'), waive('gone'), waive('gone.*'), waive('d'), waive('d*')];
    expect(applyWaivers(results, waivers, TODAY).unused.map(({ id, why }) => [id, why])).toEqual([
      ['a.b', 'The requirement that it names did not fail: pass.'],
      ['a.*', 'None of the 2 requirements that it names failed.'],
      ['gone', 'No requirement of this run has this id.'],
      ['gone.*', 'No requirement of this run has such an id.'],
    ]);
  });

  const anyResults = fc.array(
    fc
      .record({ id: fc.constantFrom('a', 'a.b', 'a.b.c', 'b'), verdict: fc.constantFrom(...VERDICTS) })
      .map(createResult),
  );
  const anyWaivers = fc.array(
    fc
      .record({
        id: fc.constantFrom('a', 'a*', 'a.b*', 'b', '*'),
        expires: fc.constantFrom('2026-01-01', '2026-12-31'),
      })
      .map(({ id, expires }) => waive(id, expires)),
  );

  it('changes failures only, whatever the results and waivers', () => {
    fc.assert(
      fc.property(anyResults, anyWaivers, (before, waivers) => {
        const { results } = applyWaivers(before, waivers, TODAY);
        expect(results.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
        for (const [index, result] of results.entries()) {
          const old = before[index];
          if (old?.verdict === 'fail') expect(['fail', 'waived']).toContain(result.verdict);
          else expect(result).toBe(old);
        }
      }),
    );
  });

  it('does not depend on the order of the waivers, but among equals', () => {
    fc.assert(
      fc.property(
        anyResults,
        fc.uniqueArray(
          anyWaivers.filter((list) => list.length > 0).map(([first]) => first as Waiver),
          { selector: ({ id }) => id },
        ),
        (before, waivers) => {
          expect(applyWaivers(before, [...waivers].reverse(), TODAY).results).toEqual(
            applyWaivers(before, waivers, TODAY).results,
          );
        },
      ),
    );
  });
});
});
