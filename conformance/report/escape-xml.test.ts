import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../src/testing/properties.ts';
import { escapeXmlAttribute, escapeXmlText } from './escape-xml.ts';
import { parseXml } from './testing/parse-xml.ts';

describe('escape xml', () => {
const xmlText = fc
  .string({ unit: codePoint })
  .filter((text) => !/(?![\t\n\r])\p{Cc}|\p{Noncharacter_Code_Point}/u.test(text));

describe('escapeXmlText and escapeXmlAttribute', () => {
  it('give back what XML can hold', () => {
    fc.assert(
      fc.property(xmlText, (text) => {
        const [root] = parseXml(`<a b="${escapeXmlAttribute(text)}">${escapeXmlText(text)}</a>`);
        expect(root).toMatchObject({ name: 'a', attributes: { b: text }, text });
      }),
    );
  });

  it('spell out what XML cannot hold', () => {
    expect(escapeXmlText('a\0\u001b\ud800\uffff\u{1fffe}')).toBe('a\\u0000\\u001b\\ud800\\uffff\\u{1fffe}');
  });

  it('end no section of character data', () => {
    expect(escapeXmlText(']]>')).toBe(']]&gt;');
  });

  it('are well-formed for any text', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units);
        expect(() => parseXml(`<a b="${escapeXmlAttribute(text)}">${escapeXmlText(text)}</a>`)).not.toThrow();
      }),
    );
  });
});
});
