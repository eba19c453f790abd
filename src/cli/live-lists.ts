import type { TargetResponse } from '../../conformance/client/response.ts';
import { createTarget, type OpenTarget } from '../../conformance/client/target.ts';
import { PagewrightError } from '../contract/error.ts';
import type { GuessedList } from '../recognition/guesses.ts';
import { type LiveAnswer, type LiveServer, learn } from '../recognition/live.ts';
import { usageError } from './errors.ts';
import type { Pairs } from './flags.ts';
import type { Terminal } from './terminal.ts';
import { expandVariables } from './variables.ts';

/** How a server is reached that is asked for what a document does not tell. */
export interface LiveFlags {
  readonly fromUrl?: string;
  readonly header?: Pairs;
  readonly pathParam?: Pairs;
  readonly maxRequests?: number;
  readonly rate?: number;
}

/** What a server told of the lists of a document. */
export interface LiveReport {
  readonly lists: readonly GuessedList[];
  /** Lines for people, without credentials. */
  readonly lines: readonly string[];
  readonly requests: number;
}

const DEFAULT_MAX_REQUESTS = 100;
const DEFAULT_RATE = 5;
/** What learning of one list takes at most. */
const REQUESTS_EACH = 12;

/**
 * Asks a server for each list, with GET requests only, one after the other.
 *
 * @param flags - with the URL of the server
 * @returns the guesses, corrected by what the server does
 * @throws {PagewrightError} `usage` for an invalid URL or header; `unreachable` where there is no server
 */
export async function learnFromServer(
  lists: readonly GuessedList[],
  flags: LiveFlags,
  { env }: Pick<Terminal, 'env'>,
): Promise<LiveReport> {
  const target = openTarget(flags, env);
  const lines: string[] = [];
  const learned: GuessedList[] = [];
  try {
    for (const guess of lists) {
      const outcome = await learnList(guess, target, flags);
      learned.push(outcome.guess);
      lines.push(...outcome.lines.map((line) => target.redact(line)));
    }
    return { lists: learned, lines, requests: target.usage.requests };
  } finally {
    await target.close();
  }
}

function openTarget(
  { fromUrl = '', header = {}, maxRequests, rate, pathParam = {} }: LiveFlags,
  env: Terminal['env'],
): OpenTarget {
  const headers = Object.fromEntries(
    Object.entries(header).map(([name, value]) => [name, expandVariables(value, env)]),
  );
  try {
    return createTarget({
      baseUrl: expandVariables(fromUrl, env),
      headers,
      pathParameters: pathParam,
      maxRequests: maxRequests ?? DEFAULT_MAX_REQUESTS,
      rate: rate ?? DEFAULT_RATE,
      concurrency: 1,
    });
  } catch (error) {
    if (error instanceof TypeError) throw usageError(error.message);
    throw error;
  }
}

async function learnList(
  guess: GuessedList,
  target: OpenTarget,
  { pathParam = {} }: LiveFlags,
): Promise<{ readonly guess: GuessedList; readonly lines: readonly string[] }> {
  const { method, path } = guess.list.operation;
  const name = `${method.toUpperCase()} ${path}`;
  const skip = (reason: string): { readonly guess: GuessedList; readonly lines: readonly string[] } => {
    return { guess, lines: [`${name}: ${reason}`] };
  };
  if (method === 'post') return skip('not asked, for only GET requests are sent');
  const missing = [...path.matchAll(/\{([^{}]+)\}/g)]
    .map(([, one = '']) => one)
    .filter((one) => !Object.hasOwn(pathParam, one));
  if (missing.length > 0) return skip(`not asked: pass ${missing.map((one) => `--path-param ${one}=…`).join(' ')}`);
  if (target.remaining < REQUESTS_EACH) return skip('not asked: --max-requests is used up');
  try {
    const lesson = await learn(guess, createServer(target, path));
    if (lesson.failure !== undefined) return skip(lesson.failure);
    return { guess: lesson.guess, lines: lesson.learned.map((line) => `${name}: ${line}`) };
  } catch (error) {
    // One list that does not respond says nothing of the others; a server that does not exist does.
    if (!(error instanceof PagewrightError) || error.code === 'unreachable') throw error;
    return skip(error.message);
  }
}

function createServer(target: OpenTarget, path: string): LiveServer {
  return {
    ask: async (query) => toAnswer(await target.send({ path, query: Object.entries(query) })),
    follow: async (link) => toAnswer(await target.follow(link)),
  };
}

function toAnswer({ status, json, headers }: TargetResponse): LiveAnswer {
  return { status, body: json, header: (name) => headers[name.toLowerCase()] };
}
