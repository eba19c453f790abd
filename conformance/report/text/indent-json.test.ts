import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../src/testing/properties.ts';
import { indentJson } from './indent-json.ts';

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
