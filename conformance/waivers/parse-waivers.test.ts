import { describe, expect, it } from '@jest/globals';
import { parseSourceDocument } from '../../src/contract/source-document.ts';
import { fc } from '../../src/testing/properties.ts';
import { parseWaivers } from './parse-waivers.ts';
import type { Waiver } from './waiver.ts';
import { WaiverError } from './waiver-error.ts';

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
    ['waivers: []', 'w.yaml:1:1 expected a list of { id: …, reason: …, expires: YYYY-MM-DD }, got a map'],
    ['- orders.a', 'w.yaml:1:3 expected { id: …, reason: …, expires: YYYY-MM-DD }, got "orders.a"'],
    [
      '- id: a\n  expires: 2026-01-01',
      'w.yaml:1:3 `reason` is missing; a waiver is { id: …, reason: …, expires: YYYY-MM-DD }',
    ],
    ['- id: a\n  reason: " "\n  expires: 2026-01-01', 'w.yaml:2:3 `reason` is empty'],
    ['- id: a\n  reason:\n  expires: 2026-01-01', 'w.yaml:2:3 `reason`: expected text, got nothing'],
    ['- id: 7\n  reason: x\n  expires: 2026-01-01', 'w.yaml:1:3 `id`: expected text, got 7'],
    ['- id: a\n  reason: x\n  expires: 2026-02-30', 'w.yaml:3:3 expected a day as YYYY-MM-DD, got "2026-02-30"'],
    ['- id: a\n  reason: x\n  expires: never', 'w.yaml:3:3 expected a day as YYYY-MM-DD, got "never"'],
    [
      '- id: a.*.b\n  reason: x\n  expires: 2026-01-01',
      'w.yaml:1:3 expected the id of a requirement, perhaps with one * at its end, got "a.*.b"',
    ],
    [
      '- id: a\n  reason: x\n  expires: 2026-01-01\n  until: 1',
      'w.yaml:4:3 `until` is not known; expected id, reason, expires',
    ],
    [
      '- { id: a, reason: x, expires: 2026-01-01 }\n\n- { id: a, reason: y, expires: 2026-01-02 }',
      'w.yaml:3:5 "a" is waived already on line 1',
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
          expect(error).toBeInstanceOf(WaiverError);
        }
      }),
    );
  });
});
});
