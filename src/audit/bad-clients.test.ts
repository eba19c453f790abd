import { describe, expect, it } from '@jest/globals';
import { listCredentialHeaders } from '../contract/credentials.ts';
import { hasTokens } from '../page/page-reader.ts';
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
import type { Client } from './testing/client.ts';
import { judge, listBroken } from './testing/judge.ts';
import type { Parameters } from './testing/requests.ts';
import { sizeOf } from './testing/requests.ts';
import { TARGETS } from './testing/samples.ts';
import type { Striker } from './testing/session.ts';
import { rateLimit, refusePositions, shortenPages } from './testing/strikers.ts';
import type { Target } from './testing/target.ts';

interface BadClient {
  readonly rule: string;
  readonly appliesTo?: (target: Target) => boolean;
  readonly strike?: (target: Target) => Striker;
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
    make: (target) => readAltered(target, filtered(target), (next) => change(next, { [target.filter[0]]: undefined })),
  },
  'changes filters': {
    rule: 'keep-filters',
    make: (target) =>
      readAltered(target, filtered(target), (next) => change(next, { [target.otherFilter[0]]: target.otherFilter[1] })),
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
    make: (target) => readAltered(target, filtered(target), (next) => change(next, { [target.filter[0]]: undefined })),
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
      readAltered(target, five(target), (next) => change(next, { [target.contract.page.limit.parameter]: undefined })),
  },
  'sends a refused position again': {
    rule: 'restart-after-refusal',
    appliesTo: isByToken,
    strike: refusePositions,
    make: (target) => insist(target, five(target), 3),
  },
  'reads every page twice': { rule: 'read-once', make: (target) => readTwice(target, five(target)) },
  'goes round in circles': { rule: 'read-once', make: (target) => goRound(target, five(target), 2) },
  'reads the first page only': { rule: 'read-to-the-end', make: (target) => readSome(target, five(target), 1) },
  'abandonedWalks after two pages': { rule: 'read-to-the-end', make: (target) => readSome(target, five(target), 2) },
  'takes a short page for the last': {
    rule: 'go-on-after-short-page',
    strike: (target) => shortenPages(target, 2),
    make: (target) => readWhileFull(target, 5),
  },
  'takes an empty page for the last': {
    rule: 'go-on-after-short-page',
    strike: (target) => shortenPages(target, 0),
    make: (target) => readWhileFull(target, 5),
  },
  'asks for a page behind the last': {
    rule: 'stop-at-the-end',
    appliesTo: isByCount,
    make: (target) => readBeyond(target, five(target)),
  },
  'does not wait': {
    rule: 'wait-as-told',
    strike: (target) => rateLimit(target, [2, 3]),
    make: (target) => readHastily(target, five(target)),
  },
  'does not wait on the first page': {
    rule: 'wait-as-told',
    strike: (target) => rateLimit(target, [1]),
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

  it.each(cases)('%s breaks one rule', (_name, { rule, strike, make }) => {
    const fresh = open();
    const report = judge(fresh, [make(fresh)], strike === undefined ? {} : { strike: strike(fresh) });
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
