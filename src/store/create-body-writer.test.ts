import { describe, expect, it } from '@jest/globals';
import type { Row } from '../dataset/row-source.ts';
import { fc, grapheme } from '../testing/properties.ts';
import { createBodyWriter } from './create-body-writer.ts';

describe('createBodyWriter', () => {
  it('writes JSON as bytes of UTF-8', () => {
    const write = createBodyWriter([]);
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: grapheme }), fc.jsonValue()), (row) => {
        expect(Buffer.from(write(row as Row), 'latin1')).toEqual(Buffer.from(JSON.stringify(row)));
      }),
    );
  });

  it('leaves out hidden fields and nothing else, in the order of the row', () => {
    const write = createBodyWriter(['listed', 'absent', '__proto__']);
    const row = JSON.parse('{"b":1,"listed":true,"__proto__":2,"a":{"listed":1},"toJSON":null}') as Row;
    expect(write(row)).toBe('{"b":1,"a":{"listed":1},"toJSON":null}');
    expect(write({})).toBe('{}');
  });
});
