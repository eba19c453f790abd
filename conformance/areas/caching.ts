import type { Contract } from '../../src/contract/contract.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Ledger } from '../ledger.ts';
import { type Answer, hasPage } from '../list/answer.ts';
import { EVERYTHING, type ListQuery, type PagePosition } from '../list/query.ts';
import { locateNeighbour } from '../list/walk.ts';
import type { RequirementDraft } from '../requirement.ts';
import { needsCredentials } from './access/schemes.ts';

const UNKNOWN_TAG = '"pw-4f1c9a27"';
const OTHER_HOST = 'pw-4f1c9a27.example';
const OTHER_TYPE = 'text/csv';

/** What caches and proxies go by: tags, hosts, and the media types that a client accepts. */
export const checkCaching: Check = {
  id: 'robustness.caching',
  title: 'Sends unknown ETags, another host and another media type',
  verifies: ['cache.*', 'links.forwarded-host', 'answers.no-server-error'],
  cost: 6,
  quick: 2,
  appliesTo: ({ method }) => method === 'GET',
  async run(context) {
    const { confirm, design, ledger, survey, contract } = context;
    if (needsCredentials(contract)) judgePublic(ledger, survey.opening);
    if (design.profile === 'quick') {
      // What is asked for has nothing to do with which rows there are.
      const unwatched = { reread: async () => true };
      await confirm((scratch) => askWithAll(context, scratch), unwatched);
      await confirm((scratch) => askForHead(context, scratch), unwatched);
      return;
    }
    await confirm([
      async (scratch) => {
        await askWithTag(context, scratch);
      },
      async () => {
        // That no response is a 5xx is checked by the inspector of all responses.
        await context.list.ask(EVERYTHING, { headers: { accept: OTHER_TYPE }, purpose: 'either' });
      },
      (scratch) => askWithOtherTag(context, scratch),
      (scratch) => askWithTagOfPage(context, scratch),
    ]);
  },
};

export function listCachingDrafts(contract: Contract): readonly RequirementDraft[] {
  if (contract.method !== 'GET') return [];
  const form = contract.envelope.forms.get('next');
  return [
    { id: 'cache.unknown-tag', demand: 'not respond 304 to an ETag that it never sent', mark: 'inferred' },
    { id: 'cache.other-rows', demand: 'not respond 304 when the rows are different', mark: 'inferred' },
    ...(needsCredentials(contract)
      ? [
          {
            id: 'cache.private',
            demand: 'not let shared caches keep pages that need credentials',
            mark: 'chosen' as const,
          },
        ]
      : []),
    ...(form === 'link'
      ? [
          {
            id: 'links.forwarded-host',
            demand: 'not link to a host that only the client named',
            mark: 'inferred' as const,
          },
        ]
      : []),
  ];
}

function judgePublic(ledger: Ledger, answer: Answer): void {
  const given = answer.response.headers['cache-control'] ?? '';
  if (!/\bpublic\b/i.test(given)) ledger.exercise('cache.private', 'pages');
  else {
    const summary = 'a page that needs credentials has `Cache-Control: public`';
    ledger.violate('cache.private', { summary, received: given, answers: [answer] });
  }
}

/** All at once in a quick run; where the media type is rejected, the others are asked for by themselves. */
async function askWithAll(context: CheckContext, ledger: Ledger): Promise<void> {
  const { status } = await askWithTag(context, ledger, { accept: OTHER_TYPE });
  if (status >= 400 && status < 500) await askWithTag(context, ledger);
}

/** Whether HEAD is a server's undoing, and a tag of other rows taken for one of these. */
async function askForHead(context: CheckContext, ledger: Ledger): Promise<void> {
  const { contract, list, survey } = context;
  const { opening } = survey;
  if (opening.response.headers['etag'] !== undefined) {
    if (contract.access.partition !== undefined) return askWithOtherTag(context, ledger, 'HEAD');
    const position = locateNeighbour(contract, opening, 'next');
    if (position !== undefined)
      return tryTag(context, ledger, { query: EVERYTHING, position, method: 'HEAD', of: 'another page' });
  }
  await list.ask(EVERYTHING, { method: 'HEAD', purpose: 'either' });
}

async function askWithTag(
  { list }: CheckContext,
  ledger: Ledger,
  others: Readonly<Record<string, string>> = {},
): Promise<Answer['response']> {
  const headers = { 'if-none-match': UNKNOWN_TAG, 'x-forwarded-host': OTHER_HOST, ...others };
  const answer = await list.ask({ ...EVERYTHING, limit: 1 }, { headers, purpose: 'either' });
  judgeTag(ledger, answer);
  judgeHost(ledger, answer);
  return answer.response;
}

function judgeTag(ledger: Ledger, answer: Answer): void {
  if (answer.response.status === 304) {
    const summary = `the response to \`If-None-Match: ${UNKNOWN_TAG}\` is 304`;
    ledger.violate('cache.unknown-tag', { summary, expected: 200, received: 304, answers: [answer] });
  } else if (hasPage(answer)) ledger.exercise('cache.unknown-tag', 'requests');
}

function judgeHost(ledger: Ledger, answer: Answer): void {
  const links = hasPage(answer) ? Object.values(answer.page.links) : [];
  if (links.length === 0) return;
  const made = links.find((link) => link.includes(OTHER_HOST));
  if (made === undefined) ledger.exercise('links.forwarded-host', 'links');
  else {
    const summary = `with \`X-Forwarded-Host: ${OTHER_HOST}\`, a link leads there`;
    ledger.violate('links.forwarded-host', { summary, received: made, answers: [answer] });
  }
}

/** Of two parts of the rows at the same address, the tag of one is none of the other. */
async function askWithOtherTag(context: CheckContext, ledger: Ledger, method: 'GET' | 'HEAD' = 'GET'): Promise<void> {
  const { contract, survey } = context;
  if (survey.opening.response.headers['etag'] === undefined) ledger.leaveOpen('cache.other-rows', 'pages have no ETag');
  if (contract.access.partition === undefined) return;
  await tryTag(context, ledger, {
    query: { ...EVERYTHING, partition: true },
    method,
    of: 'the other part of the rows',
  });
}

/** The tag of a page is none of another page, nor of one with filters. */
async function askWithTagOfPage(context: CheckContext, ledger: Ledger): Promise<void> {
  const { opening, window, head } = context.survey;
  if (head.ids.length <= 1) return;
  const of = 'another page';
  if (window.query.conditions.length > 0 && window.ids.length > 0) {
    await tryTag(context, ledger, { query: window.query, position: {}, of });
  }
  const position = locateNeighbour(context.contract, opening, 'next');
  if (position !== undefined) await tryTag(context, ledger, { query: EVERYTHING, position, of });
}

interface OtherRows {
  readonly query: ListQuery;
  readonly position?: PagePosition;
  readonly method?: 'GET' | 'HEAD';
  /** What the tag belongs to. */
  readonly of: string;
}

/** Requests other rows with the tag of the first page. */
async function tryTag(
  { list, survey: { opening } }: CheckContext,
  ledger: Ledger,
  { query, position = {}, method = 'GET', of }: OtherRows,
): Promise<void> {
  const tag = opening.response.headers['etag'];
  if (tag === undefined) return;
  const headers = { 'if-none-match': tag };
  const answer = await list.ask(query, { position, method, headers, purpose: 'either' });
  if (hasPage(answer)) ledger.exercise('cache.other-rows', 'requests');
  if (answer.response.status !== 304) return;
  const plain = await list.ask(query, { position });
  if (!hasPage(plain) || String(plain.page.ids) === String(opening.page.ids)) return;
  ledger.violate('cache.other-rows', {
    summary: `with the tag of ${of}, the response is 304`,
    expected: 200,
    received: 304,
    answers: [opening, plain, answer],
  });
}
