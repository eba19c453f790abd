import { describe, expect, it } from '@jest/globals';
import { listCredentialHeaders } from '../contract/credentials.ts';
import { hasTokens } from '../page/page-reader.ts';
import { auditSession, judge, listBroken } from './testing/audits.ts';
import {
  change,
  goRound,
  insist,
  readAltered,
  readBeyond,
  readHastily,
  readSome,
  readTwice,
  readWhileFull,
  without,
} from './testing/bad-clients.ts';
import { readAll } from './testing/good-clients.ts';
import { rateLimit, refusePositions, shortenPages } from './testing/interceptors.ts';
import { ask, askNext, type Parameters, sizeOf } from './testing/requests.ts';
import { type Client, type Got, type Interceptor, openSession, runClients, type Sent } from './testing/session.ts';
import { CONTRACTS, openTarget, TARGETS, type Target } from './testing/target.ts';

describe('bad clients', () => {
  interface BadClient {
    readonly rule: string;
    readonly appliesTo?: (target: Target) => boolean;
    readonly intercept?: (target: Target) => Interceptor;
    readonly make: (target: Target) => Client;
  }

  const five = (target: Target): Parameters => sizeOf(target, 5);
  const filtered = (target: Target): Parameters => ({ ...five(target), [target.filter[0]]: target.filter[1] });
  const isByToken = ({ contract }: Target): boolean => hasTokens(contract);
  const isByCount = (target: Target): boolean => !isByToken(target);
  const positionOf = ({ contract }: Target): string => contract.page.position;

  const BAD_CLIENTS: Readonly<Record<string, BadClient>> = {
    'makes up a token': {
      rule: 'follow-links',
      appliesTo: isByToken,
      make: (target) =>
        readAltered(target, five(target), (next) => change(next, { [positionOf(target)]: 'eyJvIjoxMH0=' })),
    },
    'cuts a token short': {
      rule: 'follow-links',
      appliesTo: isByToken,
      make: (target) =>
        readAltered(target, five(target), (next) => {
          const token = new URL(next.url, 'http://x').searchParams.get(positionOf(target)) ?? '';
          return change(next, { [positionOf(target)]: token.slice(0, -3) });
        }),
    },
    'makes a link of the token and forgets the filters': {
      rule: 'follow-links',
      appliesTo: ({ contract }) => contract.page.style === 'links',
      make: (target) =>
        readAltered(target, filtered(target), (next) => change(next, { [target.filter[0]]: undefined })),
    },
    'changes filters': {
      rule: 'keep-filters',
      make: (target) =>
        readAltered(target, filtered(target), (next) =>
          change(next, { [target.otherFilter[0]]: target.otherFilter[1] }),
        ),
    },
    'changes filters after three pages': {
      rule: 'keep-filters',
      make: (target) =>
        readAltered(target, filtered(target), (next, page) =>
          page < 2 ? next : change(next, { [target.otherFilter[0]]: target.otherFilter[1] }),
        ),
    },
    'sends filters with the first page only': {
      rule: 'keep-filters',
      appliesTo: ({ contract }) => contract.page.style !== 'links',
      make: (target) =>
        readAltered(target, filtered(target), (next) => change(next, { [target.filter[0]]: undefined })),
    },
    'adds a filter midway': {
      rule: 'keep-filters',
      make: (target) =>
        readAltered(target, five(target), (next) => change(next, { [target.filter[0]]: target.filter[1] })),
    },
    'changes the page size': {
      rule: 'keep-filters',
      appliesTo: isByCount,
      make: (target) =>
        readAltered(target, five(target), (next) => change(next, { [target.contract.page.limit.parameter]: '7' })),
    },
    'sends the page size with the first page only': {
      rule: 'keep-filters',
      appliesTo: isByCount,
      make: (target) =>
        readAltered(target, five(target), (next) =>
          change(next, { [target.contract.page.limit.parameter]: undefined }),
        ),
    },
    'sends a refused position again': {
      rule: 'restart-after-refusal',
      appliesTo: isByToken,
      intercept: refusePositions,
      make: (target) => insist(target, five(target), 3),
    },
    'reads every page twice': { rule: 'read-once', make: (target) => readTwice(target, five(target)) },
    'goes round in circles': { rule: 'read-once', make: (target) => goRound(target, five(target), 2) },
    'reads the first page only': { rule: 'read-to-the-end', make: (target) => readSome(target, five(target), 1) },
    'stops after two pages': { rule: 'read-to-the-end', make: (target) => readSome(target, five(target), 2) },
    'takes a short page for the last': {
      rule: 'go-on-after-short-page',
      intercept: (target) => shortenPages(target, 2),
      make: (target) => readWhileFull(target, 5),
    },
    'takes an empty page for the last': {
      rule: 'go-on-after-short-page',
      intercept: (target) => shortenPages(target, 0),
      make: (target) => readWhileFull(target, 5),
    },
    'asks for a page behind the last': {
      rule: 'stop-at-the-end',
      appliesTo: isByCount,
      make: (target) => readBeyond(target, five(target)),
    },
    'does not wait': {
      rule: 'wait-as-told',
      intercept: (target) => rateLimit(target, [2, 3]),
      make: (target) => readHastily(target, five(target)),
    },
    'does not wait on the first page': {
      rule: 'wait-as-told',
      intercept: (target) => rateLimit(target, [1]),
      make: (target) => readHastily(target, five(target)),
    },
    'sends a parameter of its own with the first page': {
      rule: 'send-documented-parameters',
      make: (target) => readAltered(target, { ...five(target), fields: 'all' }, (next) => next),
    },
    'sends a parameter of its own with every page': {
      rule: 'send-documented-parameters',
      make: (target) =>
        readAltered(target, { ...five(target), fields: 'all' }, (next) => change(next, { fields: 'all' })),
    },
    ...Object.fromEntries(
      ['500', '-1', 'all'].map((size): [string, BadClient] => [
        `asks for ${size} rows a page`,
        {
          rule: 'send-documented-parameters',
          appliesTo: ({ contract: { parameters, page } }) => {
            const schema = parameters.find(({ name }) => name === page.limit.parameter)?.schema ?? {};
            return size !== '500' || schema['maximum'] !== undefined;
          },
          make: (target) => readAltered(target, { [target.contract.page.limit.parameter]: size }, (next) => next),
        },
      ]),
    ),
    'asks for a page with the name of a credential': {
      rule: 'keep-credentials-out-of-urls',
      appliesTo: ({ contract }) => listCredentialHeaders(contract).length > 0,
      make: (target) => {
        const [header = ''] = listCredentialHeaders(target.contract);
        const secret = target.headers[header]?.split(' ').at(-1) ?? '';
        return readAltered(target, { ...five(target), [secret]: '1' }, (next) => change(next, { [secret]: '1' }));
      },
    },
    'asks for one row at a time': {
      rule: 'ask-for-more-rows',
      make: (target) =>
        readAltered(target, { ...sizeOf(target, 1), ...Object.fromEntries([target.filter]) }, (next) => next),
    },
    'sends a credential in the query': {
      rule: 'keep-credentials-out-of-urls',
      appliesTo: ({ contract }) => listCredentialHeaders(contract).length > 0,
      make: (target) => {
        const [header = ''] = listCredentialHeaders(target.contract);
        const secret = target.headers[header]?.split(' ').at(-1) ?? '';
        return readAltered(target, { ...five(target), access_token: secret }, (next) =>
          change(next, { access_token: secret }),
        );
      },
    },
  };

  describe.each(TARGETS)('of %s, a client that', (_, open) => {
    const target = open();
    const cases = Object.entries(BAD_CLIENTS).filter(([, { appliesTo }]) => appliesTo?.(target) ?? true);

    it.each(cases)('%s breaks one rule', (_name, { rule, intercept, make }) => {
      const fresh = open();
      const report = judge(fresh, [make(fresh)], intercept === undefined ? {} : { intercept: intercept(fresh) });
      expect(listBroken(report)).toEqual({ [rule]: expect.any(String) });
    });

    it.each(Object.keys(target.headers))('goes on without %s breaks one rule', (header) => {
      const fresh = open();
      const report = judge(fresh, [readAltered(fresh, filtered(fresh), (next) => without(next, header))]);
      expect(listBroken(report)).toEqual({ 'keep-headers': expect.stringContaining(header) });
    });

    it('keeps to everything is clean', () => {
      const fresh = open();
      expect(listBroken(judge(fresh, [readAltered(fresh, filtered(fresh), (next) => next)]))).toEqual({});
    });
  });
});

describe('spoilt headers', () => {
  const credentialOf = ({ contract }: Target): string => contract.access.credentials[0]?.header.toLowerCase() ?? '';
  const withHeader = (sent: Sent, name: string, value: string): Sent => ({
    ...sent,
    headers: { ...sent.headers, [name]: value },
  });

  /** Sends the second request in another way first, and then goes on as it should. */
  function* stumble(target: Target, ...alterations: readonly ((next: Sent) => Sent)[]): Client {
    const first = sizeOf(target, 5);
    let sent: Sent | undefined = ask(target, first);
    for (let page = 1; sent !== undefined; page += 1) {
      if (page === 2) for (const alter of alterations) yield [alter(sent)];
      const [got]: readonly Got[] = yield [sent];
      sent = got === undefined ? undefined : askNext(target, first, sent, got);
    }
  }

  describe.each(CONTRACTS)('of %s, a client that goes on', (id) => {
    const name = credentialOf(openTarget(id));
    const keys = (make: (target: Target) => Client): readonly string[] => {
      const target = openTarget(id);
      return Object.keys(listBroken(judge(target, [make(target)])));
    };

    it.each(Object.keys(openTarget(id).headers).filter((header) => header !== 'x-piriod-test-mode'))(
      'without %s, is refused and then sends it, breaks one rule',
      (header) => {
        expect(keys((target) => stumble(target, (next) => without(next, header)))).toEqual(['keep-headers']);
      },
    );

    it.each<[string, (value: string) => string]>([
      ['another value', (value) => `${value}x`],
      ['another scheme', (value) => `Basic ${Buffer.from(value).toString('base64')}`],
      ['no scheme', (value) => `x${value.split(' ').at(-1)}`],
    ])('with %s of its credential, which is refused, breaks one rule', (_, alter) => {
      const change = (next: Sent): Sent => withHeader(next, name, alter(String(next.headers[name])));
      expect(keys((target) => stumble(target, change))).toEqual(['keep-headers']);
      expect(keys((target) => readAltered(target, sizeOf(target, 5), change))).toEqual(['keep-headers']);
    });

    it('with another credential after its own was refused is clean', () => {
      const target = openTarget(id);
      const other = (next: Sent): Sent => withHeader(next, name, `${next.headers[name]}x`);
      const session = openSession(target.mock, (request, answer) => {
        const isSecond = session.exchanges.length === 1;
        return isSecond
          ? { response: target.mock.handle({ ...request, headers: {} }) ?? answer(), faults: [] }
          : undefined;
      });
      runClients(session, [stumble(target, (next) => next, other)]);
      expect(session.exchanges.map(({ response }) => response?.status).slice(0, 3)).not.toContain(undefined);
      expect(listBroken(auditSession(session))).toEqual({});
    });

    it('with an issued credential that has run out is clean', () => {
      const target = openTarget(id);
      const session = openSession(target.mock);
      const other = (next: Sent): Sent => withHeader(next, name, `${next.headers[name]}x`);
      runClients(session, [stumble(target, other)]);
      const secret = `${target.headers[name]?.split(' ').at(-1)}x`;
      const isRunOut = session.exchanges[1]?.response?.status === 401;
      expect(Object.keys(listBroken(auditSession(session, { secrets: [secret] })))).toEqual(
        isRunOut ? [] : ['keep-headers'],
      );
    });

    it('beside another without credentials is clean', () => {
      const target = openTarget(id);
      const stranger = { ...target, headers: {} };
      expect(
        listBroken(judge(target, [readAll(target, sizeOf(target, 5)), readAll(stranger, sizeOf(target, 5))])),
      ).toEqual({});
    });
  });

  it('of pyng, a client that goes on with another version, which is refused, breaks that rule too', () => {
    const target = openTarget('pyng');
    const other = (next: Sent): Sent => withHeader(next, 'pyng-api-version', 'urn:pyng:api:billing:version:v7');
    expect(Object.keys(listBroken(judge(target, [stumble(target, other)])))).toEqual(['keep-headers']);
  });
});
