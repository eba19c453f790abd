import type { Contract } from '../../src/contract/contract.ts';
import type { TargetResponse } from '../client/response.ts';
import type { Target } from '../client/target.ts';
import { type Answer, type LinkRole, readPage } from './answer.ts';
import { type AskOptions, buildQuery, buildSendOptions, type ListQuery, type PagePosition } from './query.ts';
import { locateNeighbour, type PageReader, runWalk, type Walk, type WalkOptions } from './walk.ts';

/** A client of the list, which pages in the list's own style. */
export interface ListClient extends PageReader {
  readonly target: Target;
  /** Reads pages until there are no more, or one is broken. */
  walk(query: ListQuery, options?: WalkOptions): Promise<Walk>;
}

interface ListClientOptions {
  /** Sees each answer once, in the order of arrival. */
  readonly onAnswer?: (answer: Answer) => void;
}

/**
 * Makes a client that pages through a list as its contract says.
 *
 * @param target - where the list is
 */
export function createListClient(
  contract: Contract,
  target: Target,
  { onAnswer = () => {} }: ListClientOptions = {},
): ListClient {
  const conclude = (query: ListQuery, options: AskOptions, response: TargetResponse, via?: LinkRole): Answer => {
    const body = response.status >= 200 && response.status < 300 ? response.json : undefined;
    const page = body === undefined ? undefined : readPage(body, contract);
    const answer: Answer = {
      query,
      position: options.position ?? {},
      purpose: options.purpose ?? 'page',
      plain: isPlain(options),
      response,
      ...(via === undefined ? {} : { via }),
      ...(page === undefined ? {} : { page }),
    };
    onAnswer(answer);
    return answer;
  };

  const send = (query: ListQuery, options: AskOptions, from?: string): Promise<TargetResponse> => {
    const settings = { ...buildSendOptions(contract, query, options), expectsPage: isOwnCaller(options) };
    const link = options.position?.link;
    if (link !== undefined) return target.follow(link, { ...settings, ...(from === undefined ? {} : { from }) });
    const { pathParameters } = options;
    return target.send({
      ...settings,
      path: contract.path,
      query: buildQuery(contract, query, options),
      ...(pathParameters === undefined ? {} : { pathParameters }),
    });
  };

  /** A 5xx that does not occur again is not held against the target. */
  const insist = async (query: ListQuery, options: AskOptions, from?: string): Promise<TargetResponse> => {
    const response = await send(query, options, from);
    return response.status >= 500 ? send(query, options, from) : response;
  };

  const client: ListClient = {
    contract,
    target,
    async ask(query, options = {}) {
      return conclude(query, options, await insist(query, options));
    },
    async go(from, role, options = {}) {
      const position: PagePosition | undefined = locateNeighbour(contract, from, role);
      if (position === undefined) return undefined;
      const settings = { ...options, position };
      return conclude(from.query, settings, await insist(from.query, settings, from.response.url), role);
    },
    walk: (query, options) => runWalk(client, query, options),
  };
  return client;
}

/** Whether the target's own caller asks for what it may see, so that a 403 cannot be the answer to who is asking. */
function isOwnCaller({ headers, role, pathParameters, purpose }: AskOptions): boolean {
  return purpose !== 'rejection' && [headers, role, pathParameters].every((option) => option === undefined);
}

function isPlain({ headers, role, pathParameters, rawQuery, parameters }: AskOptions): boolean {
  return [headers, role, pathParameters, rawQuery, parameters].every((option) => option === undefined);
}
