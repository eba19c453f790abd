import { describe, expect, it } from '@jest/globals';
import type { Contract, Role } from '../contract/contract.ts';
import type { RoleValue } from '../page/neighbours.ts';
import { codePoint, fc } from '../testing/properties.ts';
import { createPageWriter } from './envelope.ts';
import { createErrorRenderer, type Failure } from './errors.ts';
import type { MockResponse } from './message.ts';
import { createRequest } from './testing/create-request.ts';
import { loadContract, loadSample } from './testing/load-contract.ts';
import { headerOf, readBody, readText } from './testing/read-body.ts';
import { createUuidSequence } from './uuids.ts';

describe('envelope', () => {
  function write(contract: Contract, values: readonly (readonly [Role, RoleValue])[], items = '', total = 0): string {
    return readText({ body: createPageWriter(contract)({ items, total, values: new Map(values) }, () => 'fresh') });
  }

  const pyng = loadContract('pyng');

  describe('createPageWriter', () => {
    it('writes members in the order of the schema', () => {
      expect(
        write(
          pyng,
          [
            ['next', 'n'],
            ['previous', 'p'],
          ],
          '{"a":1},{"b":2}',
          7,
        ),
      ).toBe('{"data":{"items":[{"a":1},{"b":2}],"totalItems":7,"nextHref":"n","prevHref":"p"},"traceId":"fresh"}');
    });

    it('leaves out, or writes as null or empty, a link that leads nowhere', () => {
      const ends: readonly (readonly [Role, RoleValue])[] = [
        ['next', null],
        ['previous', null],
      ];
      expect(write(pyng, ends)).toBe('{"data":{"items":[],"totalItems":0},"traceId":"fresh"}');
      expect(JSON.parse(write(loadContract('piriod'), ends))).toEqual({
        count: 0,
        next: null,
        previous: null,
        results: [],
      });
      expect(write(loadSample(["atEnd: 'null'", 'atEnd: empty']), [['next', null]])).toBe(
        '{"things":[],"count":0,"next":""}',
      );
    });

    it('writes numbers and flags as what they are', () => {
      const values: readonly (readonly [Role, RoleValue])[] = [
        ['position', 40],
        ['limit', 20],
      ];
      expect(JSON.parse(write(loadContract('devdraft'), values, '', 41))).toEqual({
        data: [],
        total: 41,
        skip: 40,
        take: 20,
      });
      const contract = loadSample(
        ['total: /count', 'total: /count\n        hasNext: /more'],
        ['count: { type: integer }', 'count: { type: integer }\n        more: { type: boolean }'],
      );
      expect(
        write(contract, [
          ['next', 'n'],
          ['hasNext', false],
        ]),
      ).toBe('{"things":[],"count":0,"more":false,"next":"n"}');
    });

    it('writes a member without a role when it is required, as what the schema says or as the plainest value', () => {
      const contract = loadSample(
        ['required: [things, count]', 'required: [things, count, kind, version, note, nothing]'],
        [
          'count: { type: integer }',
          "count: { type: integer }\n        kind: { const: 'liste é' }\n        version: { type: integer, default: 2 }\n        note: { type: string, examples: [n] }\n        nothing: { type: string }\n        optional: { type: string, default: o }",
        ],
        ['count: 1, next: null }', "count: 1, next: null, kind: 'liste é', version: 2, note: n, nothing: x }"],
      );
      expect(write(contract, [['next', null]])).toBe(
        '{"things":[],"count":0,"kind":"liste é","version":2,"note":"n","nothing":"","next":null}',
      );
    });

    it('writes an address that is required on the host of the request, as far as its pattern allows', () => {
      const own = 'https://mock.example:8443/v2/things?limit=3';
      const writeUrl = (schema: string, sample: string): unknown => {
        const contract = loadSample(
          ['required: [things, count]', 'required: [things, count, doc]'],
          [
            'count: { type: integer }',
            `count: { type: integer }\n        doc: { type: string, format: uri, ${schema} }`,
          ],
          ['count: 1, next: null }', `count: 1, next: null, doc: '${sample}' }`],
        );
        const content = { items: '', total: 0, values: new Map<Role, RoleValue>([['next', null]]), url: own };
        return (JSON.parse(readText({ body: createPageWriter(contract)(content, () => '') })) as { doc: string }).doc;
      };
      const guide = 'https://docs.example.com/guide#paging';
      expect(writeUrl(`examples: ['${guide}']`, guide)).toBe(own);
      expect(writeUrl(`pattern: '^https?://', examples: ['${guide}']`, guide)).toBe(own);
      expect(writeUrl(`pattern: '/guide#[a-z]+$', examples: ['${guide}']`, guide)).toBe(
        'https://mock.example:8443/guide#paging',
      );
      expect(writeUrl(`pattern: '^https://docs', examples: ['${guide}']`, guide)).toBe(own);
    });

    it('escapes whatever stands in a link', () => {
      fc.assert(
        fc.property(fc.string({ unit: codePoint }), (text) => {
          const body = write(pyng, [['next', text]]);
          expect((JSON.parse(body) as { data: { nextHref: string } }).data.nextHref).toBe(text);
        }),
      );
    });

    it('takes a new value for every body', () => {
      const writePage = createPageWriter(pyng);
      const values = ['v1', 'v2'];
      const fresh = (): string => values.shift() ?? '';
      const page = { items: '', total: 0, values: new Map<Role, RoleValue>() };
      expect(
        [writePage(page, fresh), writePage(page, fresh)].map(
          (body) => (JSON.parse(body) as { traceId: string }).traceId,
        ),
      ).toEqual(['v1', 'v2']);
    });
  });
});

describe('create error renderer', () => {
  function render(contract: Contract, failure: Failure, method = 'GET', path = '/x'): MockResponse {
    return createErrorRenderer(contract)(failure, createRequest(path, { method }), () => 'fresh');
  }

  function bodyOf(contract: Contract, failure: Failure): unknown {
    return readBody(render(contract, failure));
  }

  describe('createErrorRenderer', () => {
    const pyng = loadContract('pyng');
    const piriod = loadContract('piriod');
    const wingback = loadContract('wingback');
    const devdraft = loadContract('devdraft');

    it('answers with status, media type, headers and body of the named example', () => {
      const response = render(piriod, { condition: 'missingCredential' });
      expect(response.status).toBe(401);
      expect(headerOf(response, 'Content-Type')).toBe('application/json');
      expect(headerOf(response, 'WWW-Authenticate')).toBe('Token');
      expect(readBody(response)).toEqual({ detail: 'Authentication credentials were not provided.' });
    });

    it('keeps the media type of errors to the letter', () => {
      expect(headerOf(render(pyng, { condition: 'invalidPosition' }), 'content-type')).toBe(
        'application/json;charset=UTF-8',
      );
    });

    it('writes a new value where the contract wants one, and not into the contract', () => {
      const render = createErrorRenderer(pyng);
      const traces = ['t1', 't2'].map((trace) => {
        return (
          readBody(render({ condition: 'unauthenticated' }, createRequest('/'), () => trace)) as { traceId: string }
        ).traceId;
      });
      expect(traces).toEqual(['t1', 't2']);
    });

    it.each([
      ['expiredCredential', 401, 'Invalid token.'],
      ['invalidCredential', 401, 'Invalid token.'],
      ['emptyCredential', 401, 'Invalid token header. No credentials provided.'],
      ['malformedCredential', 401, 'Invalid token header. Token string should not contain spaces.'],
      ['insufficientScope', 403, 'You do not have permission to perform this action.'],
      ['foreignScope', 403, 'You do not have permission to perform this action.'],
      ['expiredPosition', 404, 'Invalid page.'],
      ['invalidBackwardPosition', 404, 'Invalid page.'],
      ['notFound', 404, 'Not found.'],
    ] as const)('falls back from %s to what the contract says', (condition, status, detail) => {
      const response = render(piriod, { condition });
      expect([response.status, readBody(response)]).toEqual([status, { detail }]);
    });

    it('answers retired, unsupported and missing versions each in its own way', () => {
      const answers = (['missingVersion', 'unsupportedVersion', 'retiredVersion'] as const).map((condition) => {
        const response = render(pyng, { condition });
        return [response.status, (readBody(response) as { errors: { code: string }[] }).errors[0]?.code];
      });
      expect(answers).toEqual([
        [400, 'urn:pyng:platform:billing:error:version:missing'],
        [400, 'urn:pyng:platform:billing:error:version:unsupported'],
        [410, 'urn:pyng:platform:billing:error:version:gone'],
      ]);
    });

    it('has a plain answer where the contract says nothing', () => {
      const small = loadSample();
      const response = render(small, { condition: 'expiredCredential' });
      expect([response.status, headerOf(response, 'content-type'), readBody(response)]).toEqual([
        401,
        'application/json',
        { error: 'expiredCredential' },
      ]);
      expect(render(small, { condition: 'retiredVersion' }).status).toBe(410);
      expect(readBody(render(small, { condition: 'expiredPosition' }))).toEqual({ error: 'no such page' });
    });

    it('fills in method, path and seconds', () => {
      expect(readBody(render(devdraft, { condition: 'notFound' }, 'PUT', '/api/v0/é'))).toEqual({
        message: 'Cannot PUT /api/v0/é',
        error: 'Not Found',
        statusCode: 404,
      });
      expect(readBody(render(piriod, { condition: 'methodNotAllowed' }, 'PATCH'))).toEqual({
        detail: 'Method "PATCH" not allowed.',
      });
      const limited = render(piriod, { condition: 'rateLimited' });
      expect([limited.status, headerOf(limited, 'Retry-After'), readBody(limited)]).toEqual([
        429,
        '60',
        { detail: 'Request was throttled. Expected available in 60 seconds.' },
      ]);
    });

    it('does not fill in what the request itself brings', () => {
      expect(readBody(render(devdraft, { condition: 'notFound' }, 'GET', '/{method}/$&'))).toMatchObject({
        message: 'Cannot GET /{method}/$&',
      });
    });

    describe('for violations', () => {
      it('lists every broken rule, parameters and rules in the order of the contract', () => {
        const violations = [
          { parameter: 'take', rule: 'type' },
          { parameter: 'take', rule: 'minimum' },
          { parameter: 'skip', rule: 'minimum' },
          { parameter: 'take', rule: 'maximum' },
          { parameter: 'status', rule: 'enum' },
        ];
        expect(bodyOf(devdraft, { condition: 'invalidParameter', violations })).toEqual({
          message: [
            'skip must not be less than 0',
            'take must not be greater than 100',
            'take must not be less than 1',
            'take must be an integer number',
            'status must be one of the following values: ACTIVE, BLACKLISTED, DEACTIVATED',
          ],
          error: 'Bad Request',
          statusCode: 400,
        });
      });

      it('makes one entry for each parameter, after the model of the example', () => {
        const violations = [
          { parameter: 'invitedTo', rule: 'type' },
          { parameter: 'limit', rule: 'maximum' },
          { parameter: 'limit', rule: 'type' },
        ];
        const code = 'urn:pyng:platform:billing:error:request:invalid-parameter';
        expect(bodyOf(pyng, { condition: 'invalidParameter', violations })).toEqual({
          errors: [
            { code, displayMessage: 'limit must be an integer.', target: 'limit' },
            { code, displayMessage: 'invitedTo must be an integer.', target: 'invitedTo' },
          ],
          traceId: 'fresh',
        });
      });

      it('makes a map from parameter to messages, whatever the name', () => {
        const violations = ['created__lte', '__proto__', 'created__gte'].map((parameter) => ({
          parameter,
          rule: 'format',
        }));
        const { body } = render(piriod, { condition: 'invalidParameter', violations });
        const wording = '["Enter a valid date/time."]';
        expect(body).toBe(`{"created__gte":${wording},"created__lte":${wording},"__proto__":${wording}}`);
      });

      it('puts the first message into a text', () => {
        const violations = [
          { parameter: 'direction', rule: 'enum' },
          { parameter: 'limit', rule: 'minimum' },
        ];
        expect(bodyOf(wingback, { condition: 'invalidParameter', violations })).toMatchObject({
          error: { code: 'invalid_parameter', message: 'limit must not be less than 0.' },
        });
      });

      it('has words for a rule that the contract has none for', () => {
        expect(
          bodyOf(devdraft, { condition: 'invalidParameter', violations: [{ parameter: 'zz', rule: 'unknown' }] }),
        ).toMatchObject({
          message: ['zz is invalid: unknown'],
        });
      });
    });
  });
});

describe('uuids', () => {
  const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  function take(seed: string, count: number): readonly string[] {
    const next = createUuidSequence(seed);
    return Array.from({ length: count }, () => next());
  }

  describe('createUuidSequence', () => {
    it('gives UUIDs of version 4 that are all different', () => {
      const uuids = take('seed', 20_000);
      expect(uuids.filter((uuid) => !UUID_V4.test(uuid))).toEqual([]);
      expect(new Set(uuids).size).toBe(uuids.length);
    });

    it('is the same for the same seed and another for another', () => {
      fc.assert(
        fc.property(fc.string({ unit: codePoint }), fc.string({ unit: codePoint }), (one, other) => {
          expect(take(one, 3)).toEqual(take(one, 3));
          if (one !== other) expect(take(one, 3)).not.toEqual(take(other, 3));
        }),
      );
    });

    it('keeps sequences of one seed apart from each other', () => {
      const first = createUuidSequence('seed');
      const second = createUuidSequence('seed');
      first();
      expect([second(), second()]).toEqual(take('seed', 2));
    });

    it('spreads its bits: no digit but those of the version and the variant stays the same', () => {
      const uuids = take('', 500);
      const constant = [...(uuids[0] ?? '')].flatMap((digit, at) => {
        return digit !== '-' && uuids.every((uuid) => uuid[at] === digit) ? [at] : [];
      });
      expect(constant).toEqual([14]);
    });
  });
});
