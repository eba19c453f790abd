import type { Json } from '../../src/contract/contract.ts';
import type { Exchange } from './exchange.ts';
import type { AttemptAnswer } from './http/attempt.ts';
import type { TargetResponse } from './target.ts';

/** How an answer came about. */
export interface ResponseContext {
  readonly url: string;
  readonly rewritten: boolean;
  readonly memoized: boolean;
  readonly attempts: number;
  readonly rateLimits: TargetResponse['rateLimits'];
  /** Makes the evidence; called at most once, and only if somebody wants it. */
  readonly record: () => Exchange;
}

/** Makes a response of an answer. JSON and evidence are made when first asked for. */
export function createResponse(answer: AttemptAnswer, context: ResponseContext): TargetResponse {
  const { status, headers, text, durationMs } = answer;
  const { record, ...rest } = context;
  const readJson = once(() => parseJson(text));
  const readExchange = once(record);
  return {
    ...rest,
    status,
    headers,
    mediaType: readMediaType(headers['content-type']),
    text,
    durationMs,
    get json() {
      return readJson();
    },
    get exchange() {
      return readExchange();
    },
  };
}

function readMediaType(contentType = ''): string | undefined {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() || undefined;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
