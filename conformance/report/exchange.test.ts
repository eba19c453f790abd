import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../src/testing/properties.ts';
import { createExchange } from '../testing/results.ts';
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
