import { listCredentialHeaders } from '../../contract/credentials.ts';
import { hasTokens } from '../../page/page-reader.ts';
import {
  change,
  goRound,
  inParallel,
  insist,
  leaveOutLast,
  movePath,
  readAltered,
  readBeyond,
  readFromStart,
  readFurther,
  readHastily,
  readSome,
  readTwice,
  readWhileFull,
  readWithFirst,
  stride,
} from './bad-clients.ts';
import { readAll } from './good-clients.ts';
import { breakAnswers, rateLimit, refusePositions, shortenPages } from './interceptors.ts';
import { type Parameters, sizeOf } from './requests.ts';
import type { Client, Interceptor } from './session.ts';
import type { Target } from './target.ts';

/** A client that makes one mistake. */
interface BadClient {
  /** The rule that it breaks, without its contract. */
  readonly rule: string;
  /** Another rule that the same mistake breaks. */
  readonly besides?: string;
  /** A link with something added is altered, besides. */
  readonly isAlteration?: true;
  readonly appliesTo?: (target: Target) => boolean;
  readonly intercept?: (target: Target) => Interceptor;
  readonly make: (target: Target) => Client;
}

const five = (target: Target): Parameters => sizeOf(target, 5);
const filtered = (target: Target): Parameters => ({ ...five(target), [target.filter[0]]: target.filter[1] });
const isByToken = ({ contract }: Target): boolean => hasTokens(contract);
const isByCount = (target: Target): boolean => !isByToken(target);
const sizeName = ({ contract }: Target): string => contract.page.limit.parameter ?? '';
const positionOf = ({ contract }: Target): string => contract.page.position;

/** By what the client does wrong. */
export const BAD_CLIENTS: Readonly<Record<string, BadClient>> = {
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
  'drops the page size from links': {
    rule: 'follow-links',
    appliesTo: ({ contract }) => contract.page.style === 'links',
    make: (target) =>
      readAltered(target, five(target), (next) =>
        change(next, { [target.contract.page.limit.parameter ?? '']: undefined }),
      ),
  },
  'encodes a token once more': {
    rule: 'follow-links',
    appliesTo: isByToken,
    make: (target) =>
      readAltered(target, five(target), (next) => {
        const token = new URL(next.url, 'http://x').searchParams.get(positionOf(target)) ?? '';
        return change(next, { [positionOf(target)]: `${encodeURIComponent(token)}%` });
      }),
  },
  'never starts again after a refusal': {
    rule: 'restart-after-refusal',
    appliesTo: isByToken,
    intercept: refusePositions,
    make: (target) => insist(target, five(target), 1),
  },
  'reads the first page with each': { rule: 'read-once', make: (target) => readWithFirst(target, five(target)) },
  'begins again for each page': { rule: 'read-once', make: (target) => readFromStart(target, five(target)) },
  'goes too far from page to page': {
    rule: 'read-to-the-end',
    appliesTo: isByCount,
    make: (target) => stride(target, 5, (page) => page * 2),
  },
  'goes less far than a page has rows': {
    rule: 'read-once',
    appliesTo: ({ contract }) => contract.page.style === 'offset',
    make: (target) => stride(target, 5, (page) => page * 0.8),
  },
  'takes page numbers for offsets': {
    rule: 'read-once',
    appliesTo: ({ contract }) => contract.page.style === 'offset',
    make: (target) => stride(target, 5, (page) => page / 5),
  },
  'begins with the second page': {
    rule: 'read-to-the-end',
    appliesTo: isByCount,
    make: (target) => stride(target, 5, (page) => page + 1),
  },
  'leaves one page out': {
    rule: 'read-to-the-end',
    appliesTo: isByCount,
    make: (target) => stride(target, 5, (page) => (page < 2 ? page : page + 1)),
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
      readAltered(target, five(target), (next) => change(next, { [target.contract.page.limit.parameter ?? '']: '7' })),
  },
  'sends the page size with the first page only': {
    rule: 'keep-filters',
    appliesTo: isByCount,
    make: (target) =>
      readAltered(target, five(target), (next) =>
        change(next, { [target.contract.page.limit.parameter ?? '']: undefined }),
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
  'goes on with the next page when it is told to wait': {
    rule: 'wait-as-told',
    besides: 'read-to-the-end',
    appliesTo: isByCount,
    intercept: (target) => rateLimit(target, [2]),
    make: (target) => stride(target, 5, (page) => page),
  },
  'goes on with the next page when one fails': {
    rule: 'read-to-the-end',
    appliesTo: isByCount,
    intercept: (target) => breakAnswers(target, 'server-error', [2]),
    make: (target) => stride(target, 5, (page) => page),
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
    isAlteration: true,
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
        make: (target) => readAltered(target, { [target.contract.page.limit.parameter ?? '']: size }, (next) => next),
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
  'asks a wrong path for the page that a link or token leads to': {
    rule: 'follow-links',
    appliesTo: isByToken,
    make: (target) => readAltered(target, five(target), movePath),
  },
  'asks a wrong path for the next number': {
    rule: 'read-to-the-end',
    appliesTo: isByCount,
    make: (target) => readAltered(target, five(target), movePath),
  },
  'changes the page size of links': {
    rule: 'follow-links',
    appliesTo: ({ contract }) => contract.page.style === 'links',
    make: (target) => readAltered(target, five(target), (next) => change(next, { [sizeName(target)]: '7' })),
  },
  'changes the page size beside tokens': {
    rule: 'keep-filters',
    appliesTo: ({ contract }) => contract.page.style === 'keyset',
    make: (target) => readAltered(target, five(target), (next) => change(next, { [sizeName(target)]: '7' })),
  },
  'writes a token in lower case': {
    rule: 'follow-links',
    appliesTo: ({ contract }) => contract.page.style === 'links' || contract.id === 'wingback',
    make: (target) =>
      readAltered(target, five(target), (next) => {
        const token = new URL(next.url, 'http://x').searchParams.get(positionOf(target)) ?? '';
        return change(next, { [positionOf(target)]: token.toLowerCase() });
      }),
  },
  'follows the first link again and again': {
    rule: 'read-once',
    appliesTo: isByToken,
    make: (target) => insist(target, five(target), 8),
  },
  'spells a parameter in another letter case': {
    rule: 'send-documented-parameters',
    make: (target) => readAll(target, { [sizeName(target).toUpperCase()]: 5 }),
  },
  'goes less far than a page has rows, in parallel': {
    rule: 'read-once',
    appliesTo: ({ contract }) => contract.page.style === 'offset',
    make: (target) => inParallel(stride(target, 5, (page) => page * 0.8)),
  },
  'goes too far, in parallel': {
    rule: 'read-to-the-end',
    appliesTo: isByCount,
    make: (target) => inParallel(stride(target, 5, (page) => page * 2)),
  },
  'leaves out the last page': {
    rule: 'read-to-the-end',
    appliesTo: isByCount,
    make: (target) => leaveOutLast(stride(target, 5, (page) => page)),
  },
  'asks for pages until one is empty, and for two more': {
    rule: 'stop-at-the-end',
    appliesTo: isByCount,
    make: (target) =>
      readFurther(
        target,
        stride(target, 5, (page) => page),
        3,
      ),
  },
};
