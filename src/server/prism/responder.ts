import type { MockResponse } from '../../mock/message.ts';
import { type PreferHeader, readPrefer } from '../http/prefer.ts';
import { type Problem, problemResponse } from '../problem.ts';
import type { Operation } from '../routing/operations.ts';
import { chooseExample } from './examples.ts';
import { createConfig, loadPrism, type PrismMode } from './library.ts';
import { type PrismRequest, toMockResponse, toPrismInput } from './messages.ts';
import { findPrismOperation, type ReadyOperation } from './operations.ts';

/**
 * Responds with a documented response. One that `Prefer` names is sent whatever the request is otherwise; without it, the
 * request has to satisfy the document.
 *
 * @param operation - of the request's method and path
 * @returns the response, or Prism's problem (RFC 9457) that says why there is none
 */
export async function respondByPrism(request: PrismRequest, operation: Operation): Promise<MockResponse> {
  const found = await findPrismOperation(operation);
  if (found === undefined) {
    const detail = `The route ${request.path} has been matched, but it does not have "${request.method}" method defined`;
    const rejection = problem('NO_METHOD_MATCHED_ERROR', 'Route resolved, but no method matched', 405, detail);
    return problemResponse(rejection, [['Allow', operation.methods.join(', ')]]);
  }
  const preferences = readPrefer(request.headers['prefer'] as string | undefined);
  const mode = chooseMode(preferences, found, operation);
  if ('status' in mode) return problemResponse(mode);
  if (mode.isChecked && found.faults.length > 0) {
    return problemResponse(problem('SCHEMA_NOT_USABLE', 'The request cannot be checked', 500, found.faults.join('; ')));
  }
  return requestResponse(request, found, mode, operation);
}

async function requestResponse(
  request: PrismRequest,
  { operation }: ReadyOperation,
  mode: PrismMode,
  documented: Operation,
): Promise<MockResponse> {
  const prism = await loadPrism();
  try {
    const input = toPrismInput(request, documented, mode);
    for (const mock of listAttempts(mode.mock)) {
      const result = await prism.request(input, operation, createConfig({ ...mode, mock }));
      if (result._tag === 'Right') return toMockResponse(result.right, documented.list);
      if (isProblem(result.left)) return toProblemResponse(prism.toProblemJson(result.left), result.left);
    }
    return problemResponse(
      problem('UNKNOWN', 'No response could be generated', 500, 'Prism cannot generate a response from the schema.'),
    );
  } catch (error) {
    // What parsers throw is about the request: a body that is no JSON, a malformed path, a strange media type.
    return problemResponse(problem('UNPROCESSABLE_ENTITY', 'Invalid request', 400, (error as Error).message));
  }
}

/** Prism may fail on values that it generated itself: others are tried, and at last the example. */
function listAttempts(mock: PrismMode['mock']): readonly PrismMode['mock'][] {
  return mock.dynamic === true ? [mock, mock, mock, { ...mock, dynamic: false }] : [mock];
}

/** Whether Prism rejected the request, rather than failed by itself. */
function isProblem(error: object): boolean {
  return 'status' in error && typeof error.status === 'number';
}

/** Prism's own names for what is wrong. */
function problem(name: string, title: string, status: number, detail: string): Problem {
  return { type: `https://stoplight.io/prism/errors#${name}`, title, status, detail };
}

function chooseMode(preferences: PreferHeader, found: ReadyOperation, operation: Operation): PrismMode | Problem {
  const { code, example, dynamic = false } = preferences;
  if (code === undefined && example === undefined) return { isChecked: true, mock: { dynamic } };
  if (code !== undefined && !/^[2-5]\d\d$/.test(code)) {
    return problem(
      'UNPROCESSABLE_ENTITY',
      'Invalid request',
      422,
      `Invalid Prefer: code=${code} must be a status from 200 to 599`,
    );
  }
  const choice = chooseExample(found.operation.responses, code, example, operation);
  if ('missing' in choice) {
    return problem('NOT_FOUND', 'The server cannot find the requested content', 404, choice.missing);
  }
  const exampleKey = dynamic ? {} : choice.example !== undefined && { exampleKey: choice.example };
  return { isChecked: false, mock: { dynamic, code: Number(choice.code), ...exampleKey } };
}

function toProblemResponse(
  json: object,
  error: Error & { additional?: { headers?: Record<string, string> } },
): MockResponse {
  const { headers, ...rest } = json as Problem & { headers?: unknown };
  void headers;
  return problemResponse(rest as Problem, Object.entries(error.additional?.headers ?? {}));
}
