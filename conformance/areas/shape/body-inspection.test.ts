import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../src/contract/contract.ts';
import { fc } from '../../../src/testing/properties.ts';
import { VALID_CONTRACT, writeContract } from '../../../src/testing/write-contract.ts';
import type { CheckContext, Inspector } from '../../check.ts';
import { createLedger, type Findings, type OpenLedger } from '../../ledger.ts';
import { type AnswerParts, createAnswer, loadContract } from '../../testing/fake-list.ts';
import {
  createShapeAjv,
  findMediaTypeFault,
  inspectErrors,
  inspectMediaType,
  inspectShape,
} from './body-inspection.ts';
import { checkSecrets, inspectDelivery, inspectFreshValues } from './delivery.ts';
import { deriveShapeRequirements } from './index.ts';

describe('inspect shape', () => {
  const contract = loadContract(writeContract(VALID_CONTRACT));
  const thing = { id: 'a1', kind: 'a', at: '2026-01-01T00:00:00Z' };

  function inspect(parts: AnswerParts): OpenLedger {
    const ledger = createLedger(deriveShapeRequirements(contract));
    inspectShape.prepare(contract)(createAnswer(contract, parts), ledger);
    return ledger;
  }

  function body(things: readonly Json[], rest: Readonly<Record<string, Json>> = { count: 1, next: null }): AnswerParts {
    return { body: { things, ...rest } };
  }

  describe('inspectShape', () => {
    it('counts what each rule looked at', () => {
      const ledger = inspect(body([thing, { ...thing, sizes: { s: 1 } }]));
      expect(ledger.violated.size).toBe(0);
      expect(ledger.read('item.id').exercised.get('items')).toBe(2);
      expect(ledger.read('item.sizes').exercised.get('items')).toBe(1);
      expect(ledger.read('item.active').exercised.size).toBe(0);
      expect(ledger.read('body.count').exercised.get('pages')).toBe(1);
    });

    it('names the item that is wrong, and what is wrong with it', () => {
      const ledger = inspect(body([thing, { ...thing, id: 'a2', at: 'yesterday', sizes: { s: 'large' } }]));
      expect([...ledger.violated].sort()).toEqual(['item.at', 'item.sizes']);
      const [violation] = ledger.read('item.sizes').violations;
      expect(violation).toMatchObject({
        summary: 'item a2 at /sizes/s must be number',
        expected: 'return `sizes` as an object',
        received: 'large',
      });
      expect(violation?.answers).toHaveLength(1);
    });

    it('misses members of items and of the body', () => {
      const { at: _, ...without } = thing;
      const ledger = inspect(body([without], { next: 7 }));
      expect([...ledger.violated].sort()).toEqual(['body.count.present', 'body.next', 'item.at.present']);
      expect(ledger.read('item.at.present').violations[0]?.received).toEqual(without);
    });

    it('looks at pages only', () => {
      expect(inspect({ status: 404, body: { things: [{}] } }).touched.size).toBe(0);
    });
  });
});

describe('inspect answers', () => {
  const contract = loadContract(writeContract(VALID_CONTRACT));

  function inspect(inspector: Inspector, parts: AnswerParts): OpenLedger {
    const ledger = createLedger(['media-type', 'media-type.errors', 'errors.shape'].map((id) => ({ id })));
    inspector.prepare(contract)(createAnswer(contract, parts), ledger);
    return ledger;
  }

  describe('inspectMediaType', () => {
    const page: AnswerParts = { body: { things: [] } };

    it('reads the media type of pages, and of nothing else', () => {
      expect(inspect(inspectMediaType, page).read('media-type').exercised.get('pages')).toBe(1);
      const html = { headers: { 'content-type': 'text/html' } };
      const [violation] = inspect(inspectMediaType, { ...page, ...html }).read('media-type').violations;
      expect(violation).toMatchObject({ expected: 'application/json', received: 'text/html' });
      expect(inspect(inspectMediaType, { status: 404, ...html }).touched.size).toBe(0);
    });
  });

  describe('inspectErrors', () => {
    it('is content with a body of the form that the document shows', () => {
      const ledger = inspect(inspectErrors, { status: 404, body: { error: 'gone', more: 1 } });
      expect(ledger.read('errors.shape').exercised.get('errors')).toBe(1);
    });

    it.each([
      [{ body: {} }, "the body of a 404 response must have required property 'error'"],
      [{ body: { error: 1 } }, 'the body of a 404 response must be string at /error'],
      [{ text: '<html>' }, 'the body of a 404 response is not JSON'],
    ])('says what is wrong with %j', (parts, summary) => {
      const { violations } = inspect(inspectErrors, { status: 404, ...parts }).read('errors.shape');
      expect(violations.map((one) => one.summary)).toEqual([summary]);
    });

    it('says nothing of errors that the document does not know, and of answers to HEAD', () => {
      expect(inspect(inspectErrors, { status: 418, body: {} }).touched.size).toBe(0);
      const answer = createAnswer(contract, { status: 404, text: '' });
      const exchange = { ...answer.response.exchange, method: 'HEAD' } as const;
      const ledger = createLedger(['media-type.errors', 'errors.shape'].map((id) => ({ id })));
      inspectErrors.prepare(contract)({ ...answer, response: { ...answer.response, exchange } }, ledger);
      expect(ledger.touched.size).toBe(0);
    });

    it('holds no page of a firewall against the API, unless it was asked nothing odd', () => {
      const forbidding = loadContract('pyng');
      const look = (parts: AnswerParts): readonly string[] => {
        const ledger = createLedger(['media-type.errors', 'errors.shape'].map((id) => ({ id })));
        const page = { status: 403, text: '<html>blocked', headers: { 'content-type': 'text/html' } };
        inspectErrors.prepare(forbidding)(createAnswer(forbidding, { ...page, ...parts }), ledger);
        return [...ledger.violated].sort();
      };
      expect(look({ purpose: 'either', plain: false })).toEqual(['media-type.errors']);
      expect(look({ purpose: 'either' })).toEqual(['errors.shape', 'media-type.errors']);
      expect(look({ purpose: 'rejection', plain: false })).toEqual(['errors.shape', 'media-type.errors']);
    });

    it('reads the media type of errors that the contract knows', () => {
      const look = (type: string): OpenLedger => {
        return inspect(inspectErrors, { status: 404, body: { error: 'gone' }, headers: { 'content-type': type } });
      };
      expect(look('application/json').read('media-type.errors').exercised.get('errors')).toBe(1);
      expect([...look('text/html').violated]).toEqual(['media-type.errors']);
      expect(inspect(inspectErrors, { status: 418, headers: { 'content-type': 'text/html' } }).touched.size).toBe(0);
    });
  });
});

describe('createShapeAjv', () => {
  it.each([
    ['email', 'ana+news@example', true],
    ['email', 'jörg@exämple.com', true],
    ['email', 'ana', false],
    ['email', 'a b@example.com', false],
    ['uri', 'https://example.com/a b', false],
    ['uri', 'https://example.com/[1]', true],
    ['uri', 'urn:x:y', true],
    ['uri', '/relative', false],
    ['uuid', 'no uuid', false],
    ['date-time', '2026-02-30T00:00:00Z', false],
    ['date-time', '2026-02-28 00:00:00Z', false],
    ['date-time', '2026-02-28T00:00:00', false],
    ['date-time', '2026-02-28', false],
    ['date-time', '2026-02-28T00:00:00.123456+05:30', true],
    ['date-time', '2026-02-28T00:00:00Z', true],
  ])('%s, %s: %s', (format, value, expected) => {
    expect(createShapeAjv().compile({ type: 'string', format })(value)).toBe(expected);
  });
});

describe('findMediaTypeFault', () => {
  it.each([
    ['application/json', 'application/json'],
    ['Application/JSON', 'application/json'],
    ['application/json; charset=utf-8', 'application/json'],
    ['application/json;charset="UTF-8"', 'application/json;charset=UTF-8'],
    ['application/json; charset=utf8', 'application/json; charset=utf-8'],
    ['application/json; profile=x; charset=utf-8', 'application/json; profile=x'],
  ])('takes %s for %s', (received, expected) => {
    expect(findMediaTypeFault(received, expected)).toBeUndefined();
  });

  it.each([
    [undefined, 'application/json', 'the response has no Content-Type'],
    ['', 'application/json', 'the media type is empty'],
    ['text/html; charset=utf-8', 'application/json', 'the media type is text/html'],
    [
      'application/json',
      'application/json;charset=UTF-8',
      'the media type has charset=(none) in place of charset=utf-8',
    ],
    ['application/json; charset=latin1', 'application/json', 'the charset is latin1'],
    [
      'application/json; profile=y',
      'application/json; profile=x',
      'the media type has profile=y in place of profile=x',
    ],
  ])('rejects %s for %s', (received, expected, fault) => {
    expect(findMediaTypeFault(received, expected)).toBe(fault);
  });

  it('finds no fault in what is spelled in another case and with other spaces', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9.+-]{0,8}$/);
    const parameters = fc.uniqueArray(fc.tuple(word, word), { selector: ([name]) => name, maxLength: 3 });
    const spaces = fc.constantFrom('', ' ', '  ');
    fc.assert(
      fc.property(word, word, parameters, spaces, fc.boolean(), (type, subtype, pairs, space, isUpper) => {
        const proper = pairs.filter(([name]) => name !== 'charset');
        const write = (between: string): string => {
          return [`${type}/${subtype}`, ...proper.map(([name, value]) => `${name}=${value}`)].join(between);
        };
        const received = write(`${space};${space}`);
        return findMediaTypeFault(isUpper ? received.toUpperCase() : received, write(';')) === undefined;
      }),
    );
  });
});

describe('inspect delivery', () => {
  const contract = loadContract('devdraft');
  const page: AnswerParts = { body: { data: [] } };

  function inspect(answers: readonly AnswerParts[]): OpenLedger {
    const ledger = createLedger(inspectDelivery.verifies.map((id) => ({ id })));
    const look = inspectDelivery.prepare(contract);
    for (const parts of answers) look(createAnswer(contract, parts), ledger);
    return ledger;
  }

  describe('inspectDelivery', () => {
    it('counts pages and answers', () => {
      const ledger = inspect([page, page, { status: 401, purpose: 'rejection' }]);
      expect(ledger.read('answers.readable').exercised).toEqual(new Map([['pages', 2]]));
      expect(ledger.read('answers.no-server-error').exercised).toEqual(new Map([['responses', 3]]));
      expect(ledger.violated.size).toBe(0);
    });

    it.each([
      ['a success without items', { body: {} }, 'a page has no list of items'],
      ['a refusal', { status: 404 }, 'the response to a request is 404'],
    ])('accepts %s once, and reports it when it comes again', (_, parts, summary) => {
      expect(inspect([parts, page]).violated.size).toBe(0);
      expect(inspect([parts, { ...parts, url: 'https://staging.example.com/other' }]).violated.size).toBe(0);
      expect(
        inspect([parts, parts])
          .read('answers.readable')
          .violations.map((one) => one.summary),
      ).toEqual([summary]);
    });

    it('tells requests for another part of the rows apart', () => {
      const lost = { body: {} };
      expect(inspect([lost, { ...lost, query: { conditions: [], partition: true } }]).violated.size).toBe(0);
    });

    it('expects no page where none was asked for', () => {
      const refused: AnswerParts = { status: 400, purpose: 'either' };
      expect(inspect([refused, refused]).read('answers.readable')).toMatchObject({ violationCount: 0 });
    });

    it('takes a page for one only with the status of one', () => {
      const created = inspect([{ ...page, status: 201 }]);
      expect(created.read('answers.readable')).toMatchObject({ violationCount: 1, exercised: new Map() });
    });

    it('holds every failure of the server against it, as the client has asked twice by then', () => {
      const ledger = inspect([{ status: 503 }, { status: 500, purpose: 'rejection' }]);
      expect([...ledger.violated]).toEqual(['answers.no-server-error']);
      expect(ledger.read('answers.no-server-error').violationCount).toBe(2);
    });

    it('wants to be told how long to wait, whenever it has to', () => {
      const look = (rateLimits: { readonly total: number; readonly silent: number }): OpenLedger => {
        const ledger = createLedger([{ id: 'rate-limit.retry-after' }]);
        const answer = createAnswer(contract, page);
        inspectDelivery.prepare(contract)({ ...answer, response: { ...answer.response, rateLimits } }, ledger);
        return ledger;
      };
      expect(look({ total: 0, silent: 0 }).touched.size).toBe(0);
      expect(look({ total: 2, silent: 0 }).read('rate-limit.retry-after').exercised.size).toBe(1);
      expect([...look({ total: 2, silent: 1 }).violated]).toEqual(['rate-limit.retry-after']);
    });
  });
});

describe('inspect fresh values', () => {
  const contract = loadContract('pyng');
  const [place] = contract.envelope.fresh;
  if (place === undefined) throw new Error('the contract has a fresh value');
  const name = place.pointer.join('.');
  const ids = [`fresh.${name}.unique`, `fresh.${name}.in-errors`] as const;

  function put(value: Json): Json {
    return (place?.pointer ?? []).reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
  }

  function inspect(answers: readonly AnswerParts[]): { readonly unique: Findings; readonly inErrors: Findings } {
    const ledger = createLedger(ids.map((id) => ({ id })));
    const look = inspectFreshValues.prepare(contract);
    for (const parts of answers) look(createAnswer(contract, parts), ledger);
    return { unique: ledger.read(ids[0]), inErrors: ledger.read(ids[1]) };
  }

  describe('inspectFreshValues', () => {
    it('is content with values that differ, the first of which proves nothing', () => {
      const { unique } = inspect([{ body: put('a') }, { body: put('b') }, { body: put('c') }]);
      expect([unique.violationCount, unique.exercised.get('answers')]).toEqual([0, 2]);
    });

    it('notices a value that comes again, in errors, too', () => {
      const { unique } = inspect([{ body: put('a') }, { body: put('b') }, { status: 400, body: put('a') }]);
      expect(unique.violations.map(({ received }) => received)).toEqual(['a']);
    });

    it('takes no notice of an answer that was used again, or is no JSON', () => {
      const { unique } = inspect([{ body: put('a') }, { body: put('a'), memoized: true }, { text: 'a' }]);
      expect(unique).toMatchObject({ violationCount: 0, exercised: new Map() });
    });

    it('misses the value in errors that the document knows, and in no others', () => {
      expect(inspect([{ status: 400, body: {} }]).inErrors.violations[0]?.summary).toContain(
        `400 response has no \`${name}\``,
      );
      expect(inspect([{ status: 418, body: {} }]).inErrors.violationCount).toBe(0);
      expect(inspect([{ status: 400, body: put('a') }]).inErrors.exercised.get('errors')).toBe(1);
    });
  });
});

describe('check secrets', () => {
  const contract = loadContract('wingback');

  async function check(forward: string | null): Promise<Findings> {
    const ledger = createLedger([{ id: 'links.no-secret' }]);
    const opening = createAnswer(contract, { body: { hits: [], forward } });
    const survey = { opening, head: { pages: [] }, window: { pages: [] } };
    const list = { target: { redact: (text: string) => text.replaceAll('s3cret', '***') } };
    await checkSecrets.run({ contract, ledger, survey, list } as unknown as CheckContext);
    return ledger.read('links.no-secret');
  }

  describe('checkSecrets', () => {
    it('finds a credential in a link', async () => {
      expect((await check('token-of-s3cret')).violations[0]?.summary).toBe('the next link contains a credential');
      expect(await check('token')).toMatchObject({ violationCount: 0, exercised: new Map([['links', 1]]) });
    });

    it('leaves it open where there is no link', async () => {
      expect(await check(null)).toMatchObject({ open: ['no page has a link'], exercised: new Map() });
    });

    it('makes sense only where a contract has links', () => {
      expect([checkSecrets.appliesTo?.(contract), checkSecrets.appliesTo?.(loadContract('devdraft'))]).toEqual([
        true,
        false,
      ]);
    });
  });
});
