/** A mistake of clients. */
interface MistakeExplanation {
  /** As a clause: `the client reads pages again that it has read`. */
  readonly mistake: string;
  /** How it comes about in practice. */
  readonly comesAbout: string;
  /** How it is usually mended. */
  readonly mend: string;
}

/** What a rule of audits is about, for people who have broken it: the mistake that breaks it most often. */
export interface RuleExplanation extends MistakeExplanation {
  /** The name of the rule, without its contract: `read-once`. */
  readonly id: string;
  /** What the rule demands, and why. */
  readonly what: string;
}

/** An explanation of each rule; of several mistakes at once, one that stands before another causes it. */
export const RULE_EXPLANATIONS: readonly RuleExplanation[] = [
  {
    id: 'keep-credentials-out-of-urls',
    mistake: 'the client puts a credential into URLs',
    what: 'Credentials belong in headers: URLs are kept in logs, histories and Referer headers.',
    comesAbout:
      'A token is added as `access_token` or `api_key` in a helper that builds URLs, or a default parameter of the HTTP client carries it.',
    mend: 'Send it in the header that the contract names, once, in the HTTP client’s default headers.',
  },
  {
    id: 'send-documented-parameters',
    mistake: 'the client sends parameters or values that the document does not have',
    what: 'What is not documented, or deprecated, may be ignored or rejected, today or with the next release.',
    comesAbout:
      'The parameter is misspelt, has another letter case, comes from another API (`page` for `cursor`, `limit` for `take`), or is a cache buster; a size is larger than the maximum, and the server gives fewer rows than the client counts with.',
    mend: 'Take names, values and bounds from the document; generate the client from it where that is possible.',
  },
  {
    id: 'follow-links',
    mistake: 'the client changes links or tokens before it follows them',
    what: 'Links and tokens are opaque: they are sent back byte for byte, with nothing dropped, added or decoded.',
    comesAbout:
      'The token is cut out of the link and put into a URL of the client’s own, which forgets the page size or the filters; a query builder encodes it once more, or decodes `+` and `=`; a base URL is joined so that its path, or the prefix of a session, is lost; the position is computed.',
    mend: 'Request the link as it is. Where the API gives tokens, hand them to the query builder undecoded, with the parameters of the first request.',
  },
  {
    id: 'keep-headers',
    mistake: 'the client loses headers after the first page',
    what: 'Every page is a request like the first one, and needs the same credentials, version and scope.',
    comesAbout:
      'The first request goes through a configured client, and the others through a bare `fetch(next)`; or a library drops Authorization on redirects.',
    mend: 'Follow links by the same function, or the same client instance, as the first request.',
  },
  {
    id: 'keep-filters',
    mistake: 'the client changes filters, order or page size between pages',
    what: 'Positions are positions in one selection: in another one they lead to other rows, so that some are lost and some come twice.',
    comesAbout:
      'Filters are sent with the first request only; a user changes them while a walk is under way; the page size is that of the first page only, or grows from page to page.',
    mend: 'Keep the parameters of the first request with the walk, and begin again from the first page when they change.',
  },
  {
    id: 'restart-after-refusal',
    mistake: 'the client does not start again when its link or token has become invalid',
    what: 'A rejected position stays invalid: only the first page leads on.',
    comesAbout:
      'The rejection is retried like a failure of the network, or ends the walk, and what was read until then is taken for the whole.',
    mend: 'On this error, discard what was read and request the first page, a few times at most; then report that the list could not be read.',
  },
  {
    id: 'wait-as-told',
    mistake: 'the client does not wait as Retry-After says',
    what: 'Retry-After speaks to the caller: until the time is over, none of its workers requests the list again.',
    comesAbout:
      'Each worker or connection waits by itself; a fixed backoff is shorter than the time; the page is skipped, and the next one requested; seconds are taken for milliseconds.',
    mend: 'Read Retry-After, in seconds or as a date, and make one gate of it that all requests of the caller pass.',
  },
  {
    id: 'go-on-after-short-page',
    mistake: 'the client takes a short or empty page for the last one',
    what: 'Whether there is a next page is what the page says by its link, token or flag, not how many rows it has.',
    comesAbout:
      'The loop ends with `items.length < size`, or with the first empty page; servers filter after they cut pages, and clamp sizes.',
    mend: 'Go on as long as there is a next link or token, or as the flag says.',
  },
  {
    id: 'read-once',
    mistake: 'the client reads pages or rows again that it has read',
    what: 'A walk reads every page once; what is read again costs quota and gives the same rows twice.',
    comesAbout:
      'The offset grows by the page number or by less than the page size; an effect runs twice (React’s StrictMode) or a total is requested again with each page; the token of the first page is kept; a walk begins again for each page.',
    mend: 'Advance by what was received: the next link, or offset plus page size; keep what was read.',
  },
  {
    id: 'stop-at-the-end',
    mistake: 'the client requests pages after the last one',
    what: 'Where pages tell the end, by a total or a missing link, there is nothing after it to request.',
    comesAbout:
      'The loop runs until a page is empty or an error comes, or prefetches a fixed number of pages ahead; the number of pages is rounded up once more.',
    mend: 'Stop when the offset reaches the total, or where there is no next link.',
  },
  {
    id: 'ask-for-more-rows',
    mistake: 'the client reads the list row by row',
    what: 'Each request costs time and quota; the contract allows many rows per page.',
    comesAbout: 'A size of 1 from a test or an example is left in, or the size is meant as the number of pages.',
    mend: 'Request pages of the default size or more.',
  },
  {
    id: 'read-to-the-end',
    mistake: 'the client stops before it has read everything',
    what: 'The session is said to read lists to their end, and there were further pages; a client that reads some of a list on purpose says so by `reads: some`.',
    comesAbout:
      'Only the first page is read; the loop counts pages, or rows up to a number; an offset grows by more than a page has, or begins with the second page; a page that failed is skipped; the next page is requested from a wrong path.',
    mend: 'Go on until a page says that it is the last one, and request what failed again.',
  },
];

/** The name of a mistake that breaks a rule in a way of its own. */
export type MistakeName =
  | 'stride-too-short'
  | 'stride-too-long'
  | 'failed-page-skipped'
  | 'late-beginning'
  | 'wrong-path';

const MISTAKES: Readonly<Record<MistakeName, MistakeExplanation>> = {
  'stride-too-short': {
    mistake: 'the pages of the client overlap',
    comesAbout:
      'The offset grows by the page number, by a page size that is no longer the one sent, or by one row less.',
    mend: 'Add the size that is sent, or the number of rows that came, to the offset.',
  },
  'stride-too-long': {
    mistake: 'the client leaves rows out between its pages',
    comesAbout:
      'The offset grows by another page size than the one sent: that of a constant, of the default, or one that the server has cut to its maximum; or page numbers are counted by twos.',
    mend: 'Add the size that is sent, or the number of rows that came, to the offset; page numbers grow by one.',
  },
  'failed-page-skipped': {
    mistake: 'the client skips a page that failed',
    comesAbout: 'The loop catches the error, or sees no rows, and goes on with the next number.',
    mend: 'Request a page that failed again, after the time in Retry-After where there is one; report the walk as failed when that does not help.',
  },
  'late-beginning': {
    mistake: 'the client begins with the second page',
    comesAbout: 'Pages are counted from 1 where the list counts from 0, or the number grows before the first request.',
    mend: 'Begin without a position, or with the number that the document gives the first page.',
  },
  'wrong-path': {
    mistake: 'the client requests the next page from a wrong path',
    comesAbout:
      'A link or path is joined with the base URL so that the prefix of the API, or of a session, is lost or doubled.',
    mend: 'Request links as they are, and join paths with `new URL(path, base)` or the like.',
  },
};

/**
 * Explains the mistake behind a broken rule.
 *
 * @param id - of the rule
 * @param name - of the mistake, where it is not the usual one
 */
export function explainMistake(id: string, name: MistakeName | undefined): MistakeExplanation | undefined {
  return name === undefined ? explainRule(id) : MISTAKES[name];
}

/**
 * Explains a rule.
 *
 * @param id - with or without its contract: `orders.client.read-once`, `read-once`
 * @returns `undefined` for an unknown one
 */
export function explainRule(id: string): RuleExplanation | undefined {
  const name = id.slice(id.lastIndexOf('.') + 1);
  return RULE_EXPLANATIONS.find((rule) => rule.id === name);
}

const PLACES: ReadonlyMap<string, number> = new Map(RULE_EXPLANATIONS.map(({ id }, index) => [id, index]));

/** Where a rule stands among those that cause others. */
export function rankRule(id: string): number {
  return PLACES.get(id) ?? PLACES.size;
}
