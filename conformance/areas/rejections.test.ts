import { describe, expect, it } from '@jest/globals';
import type { Contract, ErrorAnswer, ErrorCondition, Json } from '../../src/contract/contract.ts';
import { fc } from '../../src/testing/properties.ts';
import { VALID_CONTRACT, writeContract } from '../../src/testing/write-contract.ts';
import { createLedger, type Findings, type OpenLedger } from '../ledger.ts';
import { completeRequirements } from '../requirement.ts';
import { listRequirements } from '../run/requirements.ts';
import { type AnswerParts, createAnswer, loadContract } from '../testing/fake-list.ts';
import {
  type ExpectedRejection,
  expectNoIdentities,
  expectNoRows,
  findDifference,
  findErrorAnswer,
  isRejection,
  judgeRejection,
  rejectionRequirements,
} from './rejections.ts';

describe('rejection requirements', () => {
  function derive(entry: string): readonly string[] {
    const text = VALID_CONTRACT.replace('{ status: 404, example: no-page }', entry);
    const contract = loadContract(writeContract(text));
    const drafts = rejectionRequirements(contract, 'page.bad', 'invalidPosition', 'an unknown page');
    return completeRequirements(contract, 'pages', drafts).map(({ level, id, demand }) => `${level} ${id}: ${demand}`);
  }

  const status = 'page.bad.status: respond 404 to an unknown page';
  const body = 'page.bad.body: return the body of the example "no-page" for an unknown page';

  describe('rejectionRequirements', () => {
    it.each([
      ['{ status: 404, example: no-page }', 'must', 'should'],
      ['{ status: 404, example: no-page, fixed: [/error] }', 'must', 'must'],
      ['{ status: 404, example: no-page, fixed: [/error], provenance: { example: inferred } }', 'must', 'should'],
      ['{ status: 404, example: no-page, provenance: inferred }', 'should', 'should'],
      ['{ status: 404, example: no-page, fixed: [/error], provenance: { status: chosen } }', 'may', 'must'],
    ])('%s: status %s, body %s', (entry, statusLevel, bodyLevel) => {
      expect(derive(entry)).toEqual([`${statusLevel} ${status}`, `${bodyLevel} ${body}`]);
    });

    it('lets the body bind no more than the answer that it is part of', () => {
      const entry =
        '{ status: 404, example: no-page, fixed: [/error], provenance: { example: documented } }\n          provenance: { invalidPosition: inferred }';
      expect(derive(entry)).toEqual([`should ${status}`, `should ${body}`]);
    });

    it('demands a body only where the contract says which part of it is the same everywhere', () => {
      const demanded = ['pyng', 'piriod', 'wingback', 'devdraft'].flatMap((id) => {
        return listRequirements(loadContract(id))
          .filter((one) => one.level === 'must' && one.title.includes('the body of the example'))
          .map((one) => one.id);
      });
      expect(demanded).toEqual([
        'pyng.version.missing.body',
        'pyng.token.altered.body',
        'pyng.token.foreign.body',
        'piriod.scope.missing.body',
      ]);
    });

    it('demands nothing where the contract says nothing', () => {
      const contract = loadContract(writeContract(VALID_CONTRACT));
      expect(rejectionRequirements(contract, 'x', 'unauthenticated', 'a request')).toEqual([]);
    });

    it('follows from the entry of a more general condition where there is none for this', () => {
      const contract = loadContract(writeContract(VALID_CONTRACT));
      const drafts = rejectionRequirements(contract, 'x', 'expiredPosition', 'a page');
      expect(drafts.map(({ entry }) => entry)).toEqual([
        ['errors', 'invalidPosition', 'status'],
        ['errors', 'invalidPosition', 'example'],
      ]);
    });
  });
});

describe('judge refusal', () => {
  const contract = loadContract('devdraft');
  const body = findErrorAnswer(contract, 'unauthenticated')?.body ?? null;
  const missing: ExpectedRejection = {
    id: 'missing',
    condition: 'missingCredential',
    what: 'a request without credentials',
  };

  function judge(parts: AnswerParts, expected = missing, judged = contract): OpenLedger {
    const ledger = createLedger([{ id: `${expected.id}.status` }, { id: `${expected.id}.body` }]);
    judgeRejection(judged, ledger, createAnswer(contract, parts), expected);
    return ledger;
  }

  describe('judgeRefusal', () => {
    it('is content with the documented refusal', () => {
      const ledger = judge({ status: 401, body });
      expect([...ledger.touched].sort()).toEqual(['missing.body', 'missing.status']);
      expect(ledger.violated.size).toBe(0);
    });

    it('holds another status against the target, and says nothing of the body then', () => {
      const ledger = judge({ status: 403, body: {} });
      expect([...ledger.touched]).toEqual(['missing.status']);
      expect(ledger.read('missing.status').violations).toMatchObject([
        { summary: 'the response to a request without credentials is 403', expected: 401, received: 403 },
      ]);
    });

    it('holds another body against the target', () => {
      const ledger = judge({ status: 401, body: { message: 'Go away', statusCode: 403 } });
      expect(ledger.read('missing.status').exercised.get('rejections')).toBe(1);
      expect(ledger.read('missing.body').violations).toMatchObject([
        {
          summary: 'the response to a request without credentials differs from the contract’s example at /statusCode',
          expected: 401,
          received: 403,
        },
      ]);
    });

    it('shows what came in place of JSON', () => {
      const [violation] = judge({ status: 401, text: '<html>' }).read('missing.body').violations;
      expect(violation).toMatchObject({ expected: body, received: '<html>' });
      expect(violation?.summary).toContain('at the root');
    });

    it('says nothing of a condition that the contract is silent about', () => {
      expect(judge({ status: 200 }, { ...missing, condition: 'invalidPosition' }).touched.size).toBe(0);
    });

    it('takes either answer to a bad link where there is one for each direction', () => {
      const links = loadContract('pyng');
      const altered: ExpectedRejection = { id: 'altered', condition: 'invalidPosition', what: 'an altered link' };
      const forward = links.errors.get('invalidPosition');
      if (forward === undefined) throw new Error('the contract has an answer to bad links');
      const fixed = [['backward']];
      const backward: ErrorAnswer = {
        ...forward,
        condition: 'invalidBackwardPosition',
        body: { backward: true },
        fixed,
      };
      const both: Contract = { ...links, errors: new Map([...links.errors, ['invalidBackwardPosition', backward]]) };
      const parts: AnswerParts = { status: forward.status, body: { backward: true } };
      expect([...judge(parts, altered, both).violated]).toEqual([]);
      expect([...judge({ ...parts, body: forward.body }, altered, both).violated]).toEqual([]);
      expect([...judge(parts, altered, links).violated]).toEqual(['altered.body']);
      expect([...judge({ ...parts, body: {} }, altered, both).violated]).toEqual(['altered.body']);
    });
  });

  describe('isRefusal', () => {
    it.each([
      [200, false],
      [302, false],
      [400, true],
      [499, true],
      [500, false],
    ])('%i: %s', (status, expected) => {
      expect(isRejection(createAnswer(contract, { status }))).toBe(expected);
    });
  });
});

describe('find difference', () => {
  const envelope = { roles: new Map(), forms: new Map(), atEnd: 'omitted', fresh: [] } as const;

  function answer(body: Json, parts: Partial<ErrorAnswer> = {}): ErrorAnswer {
    const base = { condition: 'invalidParameter', status: 400, example: 'bad', mediaType: 'application/json' } as const;
    return { ...base, headers: [], fill: [], body, ...parts };
  }

  describe('findDifference', () => {
    it.each<[string, Json | undefined, Json, unknown]>([
      ['the same', { error: 'bad', code: 1 }, { error: 'bad', code: 1 }, undefined],
      ['more members', { error: 'bad', more: true }, { error: 'bad' }, undefined],
      ['another text', { error: 'worse' }, { error: 'bad' }, { at: '/error', expected: 'bad', received: 'worse' }],
      ['a member less', {}, { error: 'bad' }, { at: '/error', expected: 'bad', received: undefined }],
      ['a list for an object', [], {}, { at: '', expected: {}, received: [] }],
      ['a list that is shorter', { e: ['a'] }, { e: ['a', 'b'] }, { at: '/e/1', expected: 'b', received: undefined }],
      ['no body', undefined, { error: 'bad' }, { at: '', expected: { error: 'bad' }, received: undefined }],
      ['null for a text', { error: null }, { error: 'bad' }, { at: '/error', expected: 'bad', received: null }],
      ['odd names', { 'a/b': { '~': 1 } }, { 'a/b': { '~': 2 } }, { at: '/a~1b/~0', expected: 2, received: 1 }],
    ])('tells %s', (_, body, expected, difference) => {
      expect(findDifference(body, answer(expected), { envelope })).toEqual(difference);
    });

    it('compares no values that are new in every answer, are filled in, or list violations, but wants them to be there', () => {
      const expected = answer(
        { traceId: 'x', message: 'page {x}', errors: [{ field: 'a' }] },
        {
          fill: [{ pointer: ['message'], text: 'page {parameter}' }],
          violations: { in: ['errors'], as: 'list', per: 'rule' },
        },
      );
      const fresh = { ...envelope, fresh: [{ pointer: ['traceId'], format: 'uuid' }] } as const;
      const body = { traceId: 'y', message: 'page 7', errors: [] };
      expect(findDifference(body, expected, { envelope: fresh })).toBeUndefined();
      for (const key of ['traceId', 'message', 'errors']) {
        const { [key]: _, ...without } = body as Record<string, Json>;
        expect(findDifference(without, expected, { envelope: fresh })?.at).toBe(`/${key}`);
      }
    });

    it('compares only what is the same in every implementation, where the contract says what that is', () => {
      const expected = answer({ code: 'bad', detail: 'in our words' }, { fixed: [['code']] });
      expect(findDifference({ code: 'bad', detail: 'in theirs' }, expected, { envelope })).toBeUndefined();
      expect(findDifference({ detail: 'in our words' }, expected, { envelope })?.at).toBe('/code');
    });

    it('takes the prose of an example for one way to say it, unless it is the same everywhere', () => {
      const expected = answer({ code: 'bad', detail: 'Bad.', errors: [{ note: 'in our words' }] });
      const body = { code: 'bad', detail: 'Worse!', errors: [{ note: 'otherwise' }] };
      expect(findDifference(body, expected, { envelope })).toBeUndefined();
      expect(findDifference({ ...body, detail: '' }, expected, { envelope })?.at).toBe('/detail');
      expect(findDifference({ ...body, detail: { text: 'Worse!' } }, expected, { envelope })?.at).toBe('/detail');
      expect(findDifference({ ...body, errors: [{}] }, expected, { envelope })?.at).toBe('/errors/0/note');
      const fixed = answer({ code: 'bad', detail: 'Bad.' }, { fixed: [['detail']] });
      expect(findDifference(body, fixed, { envelope })?.at).toBe('/detail');
    });

    it('finds none between a body and itself with more members, and one wherever a scalar is another', () => {
      const key = fc.stringMatching(/^[a-z/~]{1,4}$/);
      const { value } = fc.letrec((tie) => ({
        value: fc.oneof(
          { maxDepth: 3 },
          fc.string(),
          fc.integer(),
          fc.boolean(),
          tie('object'),
          fc.array(tie('value'), { maxLength: 3 }),
        ),
        object: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      }));
      fc.assert(
        fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 3 }), fc.string(), (raw, addition) => {
          const body = JSON.parse(JSON.stringify(raw)) as Record<string, Json>;
          expect(findDifference({ ...body, [`+${addition}`]: 1 }, answer(body), { envelope })).toBeUndefined();
          const [first = ''] = Object.keys(body);
          const changed = { ...body, [first]: { ' ': 'something else' } };
          expect(findDifference(body, answer(changed), { envelope })).toBeDefined();
        }),
      );
    });
  });
});

describe('find error answer', () => {
  function find(condition: ErrorCondition, ...described: readonly ErrorCondition[]): ErrorCondition | undefined {
    const errors = new Map(described.map((one) => [one, { condition: one } as ErrorAnswer]));
    return findErrorAnswer({ errors }, condition)?.condition;
  }

  describe('findErrorAnswer', () => {
    it.each<[ErrorCondition, readonly ErrorCondition[], ErrorCondition | undefined]>([
      ['expiredCredential', ['expiredCredential', 'unauthenticated'], 'expiredCredential'],
      ['expiredCredential', ['invalidCredential', 'unauthenticated'], 'invalidCredential'],
      ['expiredCredential', ['unauthenticated'], 'unauthenticated'],
      ['emptyCredential', ['malformedCredential', 'missingCredential'], 'malformedCredential'],
      ['retiredVersion', ['invalidParameter'], 'invalidParameter'],
      ['invalidBackwardPosition', ['invalidPosition'], 'invalidPosition'],
      ['unauthenticated', ['missingCredential'], undefined],
      ['notFound', ['forbidden', 'unauthenticated'], undefined],
    ])('%s of %j: %s', (condition, described, expected) => {
      expect(find(condition, ...described)).toBe(expected);
    });
  });
});

describe('expect no rows', () => {
  const contract = loadContract('devdraft');

  function judgeRows(parts: AnswerParts): Findings {
    const ledger = createLedger([{ id: 'refused' }]);
    expectNoRows(ledger, 'refused', createAnswer(contract, parts), 'a request without credentials');
    return ledger.read('refused');
  }

  function judgeNames(parts: AnswerParts, ids: readonly string[]): Findings {
    const ledger = createLedger([{ id: 'silent' }]);
    expectNoIdentities(ledger, 'silent', createAnswer(contract, parts), ids);
    return ledger.read('silent');
  }

  describe('expectNoRows', () => {
    it.each([199, 302, 401, 404, 500])('takes %i for a refusal', (status) => {
      expect(judgeRows({ status })).toMatchObject({ exercised: new Map([['rejections', 1]]), violationCount: 0 });
    });

    it.each<[number, AnswerParts, string]>([
      [200, { body: { data: [{ id: 'a' }, { id: 'b' }] } }, '2 rows'],
      [200, { body: { data: [] } }, '0 rows'],
      [204, { text: '' }, 'no list of items'],
      [299, { body: { data: [{ id: 'a' }] } }, '1 row'],
    ])('takes %i for none, whatever comes with it', (status, parts, rows) => {
      const { exercised, violations } = judgeRows({ status, ...parts });
      expect(exercised.size).toBe(0);
      expect(violations.map(({ summary }) => summary)).toEqual([
        `the response to a request without credentials is ${status} with ${rows}`,
      ]);
    });
  });

  describe('expectNoNames', () => {
    const ids = ['7', 'cus_12', 'say "hi"'];

    it.each<[string, string]>([
      ['as a text', '{"error":"no access to","id":"cus_12"}'],
      ['in another form than JSON', '<p title="cus_12">'],
      ['as JSON writes it', '{"id":"say \\"hi\\""}'],
    ])('finds a row that a refusal names %s', (_, text) => {
      expect(judgeNames({ status: 403, text }, ids)).toMatchObject({ violationCount: 1, exercised: new Map() });
    });

    it.each<[string, string]>([
      ['no row', '{"error":"no"}'],
      ['a longer one that begins alike', '{"id":"cus_123"}'],
      ['what may stand there by chance', '{"code":"7"}'],
    ])('has nothing against a refusal that names %s', (_, text) => {
      expect(judgeNames({ status: 404, text }, ids)).toMatchObject({
        violationCount: 0,
        exercised: new Map([['rejections', 1]]),
      });
    });

    it('names the row', () => {
      const [violation] = judgeNames({ status: 400, text: '["cus_12"]' }, ids).violations;
      expect(violation).toMatchObject({ summary: 'the response exposes row cus_12', received: 'cus_12' });
    });

    it('reads refusals only', () => {
      expect(judgeNames({ status: 200, text: '["cus_12"]' }, ids)).toMatchObject({
        violationCount: 0,
        exercised: new Map(),
      });
    });
  });
});
