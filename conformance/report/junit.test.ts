import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../src/testing/properties.ts';
import { parseXml, type XmlElement } from '../testing/markup.ts';
import { createReport, createResult } from '../testing/results.ts';
import { HOSTILE_REPORT, SAMPLE_REPORT } from '../testing/sample-report.ts';
import { escapeXmlAttribute, escapeXmlText, formatJunit } from './junit.ts';

describe('format junit', () => {
  function parse(xml: string): XmlElement {
    const [root, ...others] = parseXml(xml);
    if (root === undefined || others.length > 0) throw new Error('not one root element');
    return root;
  }

  function findCase(root: XmlElement, id: string): XmlElement | undefined {
    return root.children
      .flatMap(({ children }) => children)
      .find(({ attributes }) => attributes['name']?.startsWith(id));
  }

  describe('formatJunit', () => {
    const root = parse(formatJunit(SAMPLE_REPORT));

    it('has a suite for each area and a case for each requirement', () => {
      expect(root.name).toBe('testsuites');
      expect(root.children.map(({ attributes }) => attributes['name']).slice(0, 3)).toEqual([
        'orders.shape',
        'orders.envelope',
        'orders.totals',
      ]);
      const cases = root.children.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'));
      expect(cases).toHaveLength(SAMPLE_REPORT.results.length);
      expect(cases[0]?.attributes).toMatchObject({
        classname: 'orders.shape',
        name: 'orders.shape.item: MUST include every required field in each order',
      });
    });

    it('counts, overall and in each suite, what its cases say', () => {
      expect(root.attributes).toMatchObject({ tests: '39', failures: '4', errors: '1', skipped: '7', time: '3.412' });
      for (const suite of root.children) {
        const outcomes = suite.children.flatMap(({ children }) => children.map(({ name }) => name));
        const count = (name: string): string => String(outcomes.filter((outcome) => outcome === name).length);
        expect(suite.attributes).toMatchObject({
          failures: count('failure'),
          errors: count('error'),
          skipped: count('skipped'),
          timestamp: '2026-03-14T09:26:53',
        });
      }
    });

    it('fails whatever fails the run, and has an error where there is no verdict', () => {
      const gate = { failOn: ['inconclusive'], failed: ['orders.0'] };
      const failed = parse(formatJunit(createReport({ verdict: 'fail', verdicts: ['inconclusive', 'pass'], gate })));
      expect(failed.attributes).toMatchObject({ tests: '2', failures: '1', errors: '0', skipped: '0' });
      expect(findCase(failed, 'orders.0')?.children[0]?.name).toBe('failure');
      const client = createReport({ subject: 'client', verdict: 'fail', verdicts: ['warn', 'pass'] });
      expect(parse(formatJunit(client)).attributes).toMatchObject({ tests: '2', failures: '1' });
      const stopped = 'stopped by the user';
      const open = parse(formatJunit(createReport({ verdict: 'inconclusive', verdicts: ['pass'], stopped })));
      expect(open.attributes).toMatchObject({ tests: '2', failures: '0', errors: '1', skipped: '0' });
      expect(findCase(open, 'is decided')?.children[0]?.attributes['message']).toContain(stopped);
    });

    it('gives the whole time to the cases, by their requests', () => {
      const times = root.children.map(({ attributes }) => Number(attributes['time']));
      expect(times.reduce((sum, time) => sum + time)).toBeCloseTo(3.412, 1);
    });

    it('says in a failure what was demanded, expected and received, and how to see it', () => {
      const failure = findCase(root, 'orders.filter.placedFrom.inclusive')?.children[0];
      expect(failure?.attributes).toEqual({
        message: 'The order ord_0142 was placed exactly at the bound and is missing from the answer.',
        type: 'must',
      });
      expect(failure?.text).toContain('Required: An order whose `placedAt` equals `placedFrom` is part of the result');
      expect(failure?.text).toContain(
        '\nExpected: ["ord_0142", "ord_0141", "ord_0139"]\nReceived: ["ord_0141", "ord_0139"]\n',
      );
      expect(failure?.text).toContain('"authorization: $AUTHORIZATION" \'https://');
      expect(failure?.text).toContain('\n200 OK (41 ms)\n');
    });

    it.each([
      [
        'orders.shape.refund',
        'skipped',
        'inconclusive: No order with a refund was seen. One refunded order would decide it.',
      ],
      ['orders.version.missing', 'skipped', 'not applicable: The contract has no version header.'],
      ['orders.limit.zero', 'skipped', 'Waived until 2026-06-30: Old apps rely on it until version 3 (SHOP-2204)'],
      ['orders.determinism.concurrency', 'error', 'The connection was closed 3 times: ECONNRESET.'],
    ])('turns %s into %s', (id, name, message) => {
      expect(findCase(root, id)?.children[0]).toMatchObject({ name, attributes: { message } });
    });

    it('lets warnings pass, with what they say as output', () => {
      const [output, ...others] = findCase(root, 'orders.filter.customer.case')?.children ?? [];
      expect(others).toEqual([]);
      expect(output?.name).toBe('system-out');
      expect(output?.text).toContain('warning: `customer=ANA@example.com` also returned');
    });

    it('is well-formed for hostile text', () => {
      const hostile = parse(formatJunit(HOSTILE_REPORT));
      expect(hostile.children).toHaveLength(1);
      expect(hostile.children[0]?.children).toHaveLength(9);
    });

    it('is well-formed for any text', () => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
          const text = String.fromCharCode(...units);
          const evidence = [{ demand: text, received: text, exchanges: [], curl: [text] }];
          const results = [createResult({ id: text, area: text, reason: text, verdict: 'fail', evidence })];
          expect(parse(formatJunit(createReport({ contract: text, results }))).children).toHaveLength(1);
        }),
      );
    });

    it('takes a run without results', () => {
      expect(parse(formatJunit(createReport())).children).toEqual([]);
    });
  });
});

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
