import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseSourceDocument } from '../src/contract/source-document.ts';
import { fc } from '../src/testing/properties.ts';
import type { Waiver } from './result.ts';
import { type Result, VERDICTS } from './result.ts';
import { createResult } from './testing/results.ts';
import { applyWaivers, isCalendarDay, parseWaivers, readWaivers } from './waivers.ts';

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
      ['2026-03-13', 'fail', 'It is broken. Its waiver expired on 2026-03-13.'],
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
      const waivers = [
        waive('a.b'),
        waive('a.*', '2026-01-01'),
        waive('gone'),
        waive('gone.*'),
        waive('d'),
        waive('d*'),
      ];
      expect(applyWaivers(results, waivers, TODAY).unused.map(({ id, why }) => [id, why])).toEqual([
        ['a.b', 'The requirement did not fail (pass).'],
        ['a.*', 'None of the 2 matching requirements failed.'],
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

describe('read waivers', () => {
  let file = '';

  beforeAll(() => {
    file = join(mkdtempSync(join(tmpdir(), 'waivers-')), 'waivers.yaml');
  });

  afterAll(() => {
    rmSync(join(file, '..'), { recursive: true });
  });

  describe('readWaivers', () => {
    it('reads a file', () => {
      writeFileSync(file, '- { id: a, reason: x, expires: 2026-01-01 }\n');
      expect(readWaivers(file)).toEqual([{ id: 'a', reason: 'x', expires: '2026-01-01' }]);
    });

    it('names the place of a mistake', () => {
      writeFileSync(file, '- id: a\n  reason: x\n  expires: soon\n');
      expect(() => readWaivers(file)).toThrow(`${file}:3:3 Invalid day "soon": must be YYYY-MM-DD`);
    });

    it('says that a file is missing, or not YAML, as its own error', () => {
      expect(() => readWaivers('/no/such.yaml')).toThrow('/no/such.yaml:1:1 Cannot read the file: no such file');
      writeFileSync(file, '- [\n');
      expect(() => readWaivers(file)).toThrow(/:2:1 Invalid YAML/);
      expect(() => readWaivers(file)).toThrow(expect.objectContaining({ code: 'invalid-waivers' }));
    });
  });
});

describe('parse waivers', () => {
  function parse(text: string): Waiver[] {
    return parseWaivers(parseSourceDocument(text, 'w.yaml'));
  }

  describe('parseWaivers', () => {
    it('reads waivers', () => {
      const text =
        '- id: orders.limit.zero\n  reason: Old apps (SHOP-2204)\n  expires: 2026-06-30\n- { id: orders.links.*, reason: "  x ", expires: "2026-01-01" }\n';
      expect(parse(text)).toEqual([
        { id: 'orders.limit.zero', reason: 'Old apps (SHOP-2204)', expires: '2026-06-30' },
        { id: 'orders.links.*', reason: 'x', expires: '2026-01-01' },
      ]);
    });

    it.each(['', '# none yet\n', '[]'])('takes %j as no waivers', (text) => {
      expect(parse(text)).toEqual([]);
    });

    it.each([
      [
        'waivers: []',
        'w.yaml:1:1 Invalid waivers: must be a list of { id: …, reason: …, expires: YYYY-MM-DD }, not a map',
      ],
      ['- orders.a', 'w.yaml:1:3 Invalid waiver: must be { id: …, reason: …, expires: YYYY-MM-DD }, not "orders.a"'],
      [
        '- id: a\n  expires: 2026-01-01',
        'w.yaml:1:3 Missing `reason`; expected { id: …, reason: …, expires: YYYY-MM-DD }',
      ],
      ['- id: a\n  reason: " "\n  expires: 2026-01-01', 'w.yaml:2:3 Empty `reason`'],
      ['- id: a\n  reason:\n  expires: 2026-01-01', 'w.yaml:2:3 Invalid `reason`: must be text, not nothing'],
      ['- id: 7\n  reason: x\n  expires: 2026-01-01', 'w.yaml:1:3 Invalid `id`: must be text, not 7'],
      ['- id: a\n  reason: x\n  expires: 2026-02-30', 'w.yaml:3:3 Invalid day "2026-02-30": must be YYYY-MM-DD'],
      ['- id: a\n  reason: x\n  expires: never', 'w.yaml:3:3 Invalid day "never": must be YYYY-MM-DD'],
      [
        '- id: a.*.b\n  reason: x\n  expires: 2026-01-01',
        'w.yaml:1:3 Invalid id "a.*.b": must be the id of a requirement, with at most one * at its end',
      ],
      [
        '- id: a\n  reason: x\n  expires: 2026-01-01\n  until: 1',
        'w.yaml:4:3 Unknown key `until`; known: id, reason, expires',
      ],
      [
        '- { id: a, reason: x, expires: 2026-01-01 }\n\n- { id: a, reason: y, expires: 2026-01-02 }',
        'w.yaml:3:5 Duplicate waiver "a", also on line 1',
      ],
    ])('says what is wrong with %j, and where', (text, message) => {
      expect(() => parse(text)).toThrow(new Error(message));
    });

    it('lists every problem at once', () => {
      expect(() => parse('- id: a\n- reason: x\n')).toThrow(/^(w\.yaml:\d+:\d+ .*\n){3}w\.yaml:\d+:\d+ .*$/);
    });

    it('never fails in another way, whatever the document', () => {
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          try {
            expect(parse(JSON.stringify(value))).toEqual([]);
          } catch (error) {
            expect(error).toMatchObject({ code: 'invalid-waivers' });
          }
        }),
      );
    });
  });
});

describe('isCalendarDay', () => {
  it.each([
    ['2026-12-31', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-02-30', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-1-1', false],
    ['2026-01-01T00:00:00Z', false],
    ['tomorrow', false],
  ])('knows whether %s is one', (text, expected) => {
    expect(isCalendarDay(text)).toBe(expected);
  });
});
