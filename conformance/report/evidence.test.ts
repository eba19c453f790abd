import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../src/testing/properties.ts';
import { createEvidence, createExchange, createResult } from '../testing/results.ts';
import { type ComparedPiece, compareValues, describeDifference } from './difference.ts';
import { describeEvidence, describeWaiver, formatValue } from './evidence.ts';
import {
  describeExchange,
  describeStatus,
  formatBody,
  formatExchange,
  indentJson,
  isJson,
  layOutBody,
  tokenizeJson,
} from './exchange.ts';

describe('evidence', () => {
  describe('describe evidence', () => {
    describe('describeEvidence', () => {
      it('leaves out what is not known', () => {
        expect(describeEvidence(createEvidence({ expected: null }))).toEqual({
          demand: 'The newest order comes first.',
          expected: 'null',
          curl: [],
        });
      });

      it('spells out control characters, everywhere', () => {
        const bell = 'a\u0007';
        const text = describeEvidence(createEvidence({ demand: bell, expected: bell, received: [bell], curl: [bell] }));
        expect(text).toEqual({
          demand: 'a\\u0007',
          expected: 'a\\u0007',
          received: '["a\\u0007"]',
          curl: ['a\\u0007'],
        });
      });

      it('says where long lists differ', () => {
        const ids = [...'abcdefgh'];
        expect(describeEvidence(createEvidence({ expected: ids, received: ids.slice(1) })).difference).toBe(
          'missing "a"',
        );
      });

      it('cuts what is endless', () => {
        const ids = Array.from({ length: 10_000 }, (_, index) => ({ index }));
        const { received = '' } = describeEvidence(createEvidence({ received: ids }));
        expect(received.split('\n')).toHaveLength(60);
      });
    });

    describe('describeWaiver', () => {
      const waiver = { id: 'a', reason: 'Known (OPS-1)', expires: '2026-01-31' };

      it('tells a waiver in force from an expired one', () => {
        expect(describeWaiver(createResult({ verdict: 'waived', waiver }))).toBe(
          'Waived until 2026-01-31: Known (OPS-1)',
        );
        expect(describeWaiver(createResult({ verdict: 'fail', waiver }))).toBe('Expired waiver: Known (OPS-1)');
        expect(describeWaiver(createResult())).toBeUndefined();
      });
    });
  });

  describe('formatValue', () => {
    it.each([
      [undefined, 'nothing'],
      [null, 'null'],
      [12, '12'],
      ['two rows, newest first', 'two rows, newest first'],
      ['12', '"12"'],
      ['null', '"null"'],
      ['', '""'],
      [' padded', '" padded"'],
      ['nothing', '"nothing"'],
      [[1, 'a', null], '[1, "a", null]'],
      [{ a: [1], b: {} }, '{"a": [1], "b": {}}'],
      [['x\n  y'], '["x\\n  y"]'],
    ])('shows %p', (value, text) => {
      expect(formatValue(value)).toBe(text);
    });

    it('fills lines with what is long', () => {
      const ids = Array.from({ length: 12 }, (_, index) => `order-${index}`);
      expect(formatValue({ ids, total: 12 })).toBe(
        [
          '{',
          '  "ids": [',
          '    "order-0", "order-1", "order-2", "order-3", "order-4", "order-5", "order-6",',
          '    "order-7", "order-8", "order-9", "order-10", "order-11"',
          '  ],',
          '  "total": 12',
          '}',
        ].join('\n'),
      );
    });

    it('is still JSON, whatever the value', () => {
      fc.assert(
        fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
          expect(JSON.parse(formatValue(value))).toEqual(JSON.parse(JSON.stringify(value)));
        }),
      );
    });
  });
});

describe('difference', () => {
  describe('describe difference', () => {
    const letters = [...'abcdefghij'];

    describe('describeDifference', () => {
      it.each([
        ['what is missing', letters.filter((letter) => letter !== 'c'), 'missing "c"'],
        ['what is more', [...letters, 'x', 'a'], 'unexpected "x", "a"'],
        ['both', ['x', ...letters.slice(1)], 'missing "a"; unexpected "x"'],
        ['the order', ['a', 'c', 'b', ...letters.slice(3)], 'the same items in another order, from position 2: "c"'],
        ['many', [], 'missing "a", "b", "c", "d", "e", "f", "g", "h" and 2 more'],
        ['nothing where there is nothing', letters, undefined],
        ['nothing where one is no list', 'abc', undefined],
      ])('says %s', (_, received, text) => {
        expect(describeDifference(letters, received)).toBe(text);
      });

      it('leaves short lists to the eye', () => {
        expect(describeDifference(['a', 'b'], ['a'])).toBeUndefined();
      });

      const lists = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 12 });

      it('finds a difference exactly where there is one', () => {
        fc.assert(
          fc.property(lists, lists, (left, right) => {
            expect(describeDifference(left, right) === undefined).toBe(JSON.stringify(left) === JSON.stringify(right));
          }),
        );
      });
    });
  });

  describe('compare values', () => {
    function mark(pieces: readonly ComparedPiece[] | undefined): string | undefined {
      return pieces?.map(({ text, differs }) => (differs ? `«${text}»` : text)).join('');
    }

    describe('compareValues', () => {
      it.each([
        ['what is missing', ['a', 'b', 'c'], ['a', 'c'], '["a", «"b"», "c"]', '["a", "c"]'],
        ['what is more', ['a'], ['a', 'x'], '["a"]', '["a", «"x"»]'],
        ['what stands twice', [1, 2], [1, 1, 2], '[1, 2]', '[1, «1», 2]'],
        ['what is out of order', [1, 2, 3], [1, 3, 2], '[1, «2», «3»]', '[1, «3», «2»]'],
        ['another type', [1], ['1'], '[«1»]', '[«"1"»]'],
        ['members', { a: 1, b: 2 }, { a: 1, b: 3, c: null }, '{"a": 1, "b": «2»}', '{"a": 1, "b": «3», "c": «null»}'],
        ['nothing', [], {}, undefined, undefined],
        ['nothing of what is nested', [[1]], [[2]], undefined, undefined],
        ['nothing of text', 'a', 'b', undefined, undefined],
      ])('marks %s', (_, expected, received, left, right) => {
        const comparison = compareValues(expected, received);
        expect([mark(comparison?.expected), mark(comparison?.received)]).toEqual([left, right]);
      });

      it('is not fooled by members that every object inherits', () => {
        expect(mark(compareValues({ constructor: null }, {})?.expected)).toBe('{"constructor": «null»}');
      });

      it('leaves long lists alone', () => {
        expect(compareValues(Array(201).fill(1), [1])).toBeUndefined();
      });

      const lists = fc.array(fc.integer({ min: 0, max: 5 }));

      it('marks nothing exactly where values are the same', () => {
        fc.assert(
          fc.property(lists, lists, (left, right) => {
            const { expected = [], received = [] } = compareValues(left, right) ?? {};
            const isSame = JSON.stringify(left) === JSON.stringify(right);
            expect([...expected, ...received].some(({ differs }) => differs)).toBe(!isSame);
          }),
        );
      });
    });
  });
});

describe('exchange', () => {
  describe('formatExchange', () => {
    it('shows request and answer', () => {
      expect(formatExchange(createExchange())).toBe(
        [
          'GET https://staging.example.com/v2/orders',
          'authorization: ***',
          'accept: application/json',
          '',
          '200 OK (18 ms)',
          'content-type: application/json',
          '',
          '{',
          '  "items": [],',
          '  "total": 0,',
          '  "next": null',
          '}',
        ].join('\n'),
      );
    });

    it('ends with the headers where there is no body', () => {
      const text = formatExchange(createExchange({ method: 'HEAD', body: '' }));
      expect(text.split('\n').at(-1)).toBe('content-type: application/json');
    });
  });

  describe('describe status', () => {
    describe('describeStatus', () => {
      it.each([
        [{ status: 200 }, '200 OK'],
        [{ status: 404 }, '404 Not Found'],
        [{ status: 799 }, '799'],
        [{ status: 0, failure: 'the connection was\nclosed' }, 'no response: the connection was closed'],
        [{ status: 0 }, 'no response: unknown reason'],
      ])('of %j', (parts, text) => {
        expect(describeStatus(createExchange(parts))).toBe(text);
      });
    });

    describe('describeExchange', () => {
      it('has everything on one line', () => {
        expect(describeExchange(createExchange({ url: 'https://a.example/\u001bx', durationMs: 41 }))).toBe(
          'GET https://a.example/\\u001bx → 200 OK, 41 ms',
        );
      });
    });
  });

  describe('formatBody', () => {
    it('indents JSON', () => {
      expect(formatBody('application/json', '{"a":[1,":"]}')).toBe('{\n  "a": [\n    1,\n    ":"\n  ]\n}');
    });

    it('leaves other text', () => {
      expect(formatBody('text/html', '<a>{"a":1}</a>\n')).toBe('<a>{"a":1}</a>');
    });

    it('is short, however deep the body', () => {
      expect(formatBody('application/json', '['.repeat(100_000)).length).toBeLessThan(12_000);
    });
  });

  describe('lay out body', () => {
    function listTexts(contentType: string, body: string): string[] {
      return layOutBody(contentType, body).map(({ tokens }) => tokens.map(({ text }) => text).join(''));
    }

    describe('layOutBody', () => {
      it('indents JSON, and nothing else', () => {
        expect(layOutBody('application/json', '[1]').map(({ depth }) => depth)).toEqual([0, 1, 0]);
        expect(listTexts('text/html', '<a>\n {"a":1}\n')).toEqual(['<a>', ' {"a":1}']);
        expect(layOutBody('text/html', '\n')).toEqual([]);
      });

      it('shows control characters', () => {
        expect(listTexts('text/plain', 'a\u001b[2Jb')).toEqual(['a\\u001b[2Jb']);
      });

      it.each([
        ['many lines', 'application/json', JSON.stringify(Array(5000).fill(1))],
        ['much text', 'text/plain', 'x'.repeat(7000)],
        ['much JSON on few lines', 'application/json', JSON.stringify(['x'.repeat(7000), 1])],
        ['depth', 'application/json', '['.repeat(100_000)],
      ])('cuts %s, and says so', (_, contentType, body) => {
        const lines = listTexts(contentType, body);
        expect(lines.at(-1)).toBe('… (truncated)');
        expect(lines.length).toBeLessThanOrEqual(120);
        expect(lines.join('').length).toBeLessThan(6100);
      });
    });
  });

  describe('isJson', () => {
    it.each([
      ['application/json;charset=UTF-8', '', true],
      ['application/problem+json', '{', true],
      ['text/html', '{}', false],
      [undefined, ' [1', true],
      [undefined, '<html>', false],
    ])('of %s', (contentType, body, expected) => {
      expect(isJson(contentType, body)).toBe(expected);
    });
  });

  describe('indent json', () => {
    function write(text: string): string {
      return indentJson(text)
        .map(
          ({ depth, tokens }) =>
            '  '.repeat(depth) + tokens.map((token) => (token.text === ':' ? ': ' : token.text)).join(''),
        )
        .join('\n');
    }

    describe('indentJson', () => {
      it('lays out like JSON.stringify', () => {
        fc.assert(
          fc.property(fc.jsonValue(), (value) => {
            expect(write(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
          }),
        );
      });

      it('keeps what parsing would lose', () => {
        expect(write('{"n":12345678901234567890,"n":1.0}')).toBe('{\n  "n": 12345678901234567890,\n  "n": 1.0\n}');
      });

      it('lays out what was cut off as far as it goes', () => {
        expect(write('{"data":[{"id":"a"},{"id":"b')).toBe(
          '{\n  "data": [\n    {\n      "id": "a"\n    },\n    {\n      "id": "b',
        );
      });

      it('survives brackets that do not match', () => {
        expect(write(']}{')).toBe(']\n}{');
      });
    });
  });

  describe('tokenizeJson', () => {
    it('knows keys from strings, and keeps every spelling', () => {
      const tokens = tokenizeJson('{"a\\"b": ["x", 1.00, -2e+5, null],\n "c": true}');
      expect(tokens.filter(({ kind }) => kind !== 'punctuation')).toEqual([
        { kind: 'key', text: '"a\\"b"' },
        { kind: 'string', text: '"x"' },
        { kind: 'number', text: '1.00' },
        { kind: 'number', text: '-2e+5' },
        { kind: 'literal', text: 'null' },
        { kind: 'key', text: '"c"' },
        { kind: 'literal', text: 'true' },
      ]);
    });

    it('takes what was cut off', () => {
      expect(tokenizeJson('{"a": "unfin').map(({ text }) => text)).toEqual(['{', '"a"', ':', '"unfin']);
    });

    it('loses nothing but blanks, of any text', () => {
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: codePoint }), fc.json()), (text) => {
          const tokens = tokenizeJson(text);
          expect(
            tokens
              .map((token) => token.text)
              .join('')
              .replace(/\s/g, ''),
          ).toBe(text.replace(/\s/g, ''));
        }),
      );
    });
  });
});
