import type { Contract } from '../../src/contract/contract.ts';
import type { TargetResponse } from '../client/response.ts';
import type { SendOptions, Target } from '../client/target.ts';
import { encodeQuery, type QueryInput } from '../client/url.ts';
import type { Design, Variation } from '../design/design.ts';
import { type Answer, type LinkRole, readPage } from './answer.ts';
import {
  type AskOptions,
  buildRequest,
  buildSendOptions,
  fitSize,
  type ListQuery,
  type PagePosition,
} from './query.ts';
import { locateNeighbour, type PageReader, runWalk, type Walk, type WalkOptions } from './walk.ts';

/** A client of the list, which pages in the list's own style. */
export interface ListClient extends PageReader {
  readonly target: Target;
  /** Reads pages until there are no more, or one is broken. */
  walk(query: ListQuery, options?: WalkOptions): Promise<Walk>;
}

/** A response that is none by chance. */
interface Insisted {
  readonly response: TargetResponse;
  readonly failedBefore?: TargetResponse;
}

interface ListClientOptions {
  /** Sees each answer once, in the order of arrival. */
  readonly onAnswer?: (answer: Answer) => void;
  /** Whether an answer that was given before may be given again, unless a request says otherwise; false by default. */
  readonly memory?: { readonly isOn: boolean };
  /** Says in what requests differ that no check says more of; they are all alike by default. */
  readonly design?: Pick<Design, 'vary'>;
}

/**
 * Makes a client that pages through a list as its contract says.
 *
 * @param target - where the list is
 */
export function createListClient(
  contract: Contract,
  target: Target,
  { onAnswer = () => {}, memory = { isOn: false }, design }: ListClientOptions = {},
): ListClient {
  const conclude = (query: ListQuery, options: AskOptions, insisted: Insisted, via?: LinkRole): Answer => {
    const { response, failedBefore } = insisted;
    const body = response.status >= 200 && response.status < 300 ? response.json : undefined;
    const page = body === undefined ? undefined : readPage(body, contract, response.headers);
    const answer: Answer = {
      query,
      position: options.position ?? {},
      purpose: options.purpose ?? 'page',
      plain: isPlain(options),
      response,
      ...(failedBefore === undefined ? {} : { failedBefore }),
      ...(via === undefined ? {} : { via }),
      ...(page === undefined ? {} : { page }),
    };
    onAnswer(answer);
    return answer;
  };

  const send = (query: ListQuery, options: AskOptions, from?: string): Promise<TargetResponse> => {
    const request = describe(query, options);
    const { link } = options.position ?? {};
    if (link !== undefined)
      return target.follow(link, { ...request.settings, ...(from === undefined ? {} : { from }) });
    const { pathParameters } = options;
    return target.send({
      ...request.settings,
      path: contract.path,
      query: request.query,
      ...(pathParameters === undefined ? {} : { pathParameters }),
    });
  };

  /** What a request sends, varied where nothing is said of it. */
  const describe = (asked: ListQuery, wanted: AskOptions): { settings: SendOptions; query: QueryInput } => {
    const { partition, lowerCase, ...varied }: Variation =
      design !== undefined && isPlain(wanted) ? design.vary(asked, wanted) : {};
    const query = partition === undefined ? asked : { ...asked, partition };
    const options = { ...varied, ...wanted };
    const request = buildRequest(contract, query, options, target.bodyParameters);
    const usual = buildSendOptions(contract, query, options);
    const settings: SendOptions = {
      ...usual,
      headers: { ...request.headers, ...usual.headers },
      ...(request.body === undefined ? {} : { body: options.body ?? request.body }),
      expectsPage: isOwnCaller(wanted),
      memo: wanted.memo ?? (memory.isOn && wanted.freshConnection !== true),
    };
    return { settings, query: lowerCase === true ? toLowerEscapes(request.query) : request.query };
  };

  /** With a page size that there is. */
  const withSize = (query: ListQuery): ListQuery => {
    return query.limit === undefined ? query : { ...query, limit: fitSize(contract, query.limit) };
  };

  /** A 5xx that does not occur again is not held against the target. */
  const insist = async (query: ListQuery, options: AskOptions, from?: string): Promise<Insisted> => {
    const response = await send(query, options, from);
    if (response.status < 500) return { response };
    const again = await send(query, options, from);
    return again.status < 500 ? { response: again, failedBefore: response } : { response: again };
  };

  const client: ListClient = {
    contract,
    target,
    async ask(wanted, options = {}) {
      const query = withSize(wanted);
      return conclude(query, options, await insist(query, options));
    },
    async go(from, role, options = {}) {
      const position: PagePosition | undefined = locateNeighbour(contract, from, role);
      if (position === undefined) return undefined;
      const settings = { ...options, position };
      return conclude(from.query, settings, await insist(from.query, settings, from.response.url), role);
    },
    walk: (query, options) => runWalk(client, withSize(query), options),
  };
  return client;
}

/** Escapes mean the same in either case (RFC 3986, section 6.2.2.1). */
function toLowerEscapes(query: QueryInput): string {
  return encodeQuery(query).replace(/%[0-9A-F]{2}/g, (text) => text.toLowerCase());
}

/** Whether the target's own caller asks for what it may see, so that a 403 cannot be the answer to who is asking. */
function isOwnCaller({ headers, usualQuery, role, pathParameters, purpose }: AskOptions): boolean {
  const own = [headers, usualQuery, role, pathParameters];
  return purpose !== 'rejection' && own.every((option) => option === undefined);
}

function isPlain({ headers, usualQuery, role, pathParameters, rawQuery, parameters, body }: AskOptions): boolean {
  const own = [headers, usualQuery, role, pathParameters, rawQuery, parameters, body];
  return own.every((option) => option === undefined);
}
