import type { FaultedResponse } from '../alter/delivery.ts';
import { FAULT_SCHEMA, type Fault } from '../alter/faults/kinds.ts';
import { parseFault } from '../alter/faults/parse.ts';
import { PagewrightError } from '../contract/error.ts';
import type { ListMock } from '../mock/list-mock.ts';
import type { MockRequest, MockResponse } from '../mock/message.ts';
import { readPreferences } from './http/read-preferences.ts';
import { halfOf } from './http/response.ts';
import type { PrismResponder } from './prism/messages.ts';
import { problemResponse, toProblem } from './problem.ts';
import { findNearestList } from './routing/paths.ts';
import type { Site } from './routing/router.ts';
import { ServerError } from './server-error.ts';
import type { SessionRequest } from './sessions/registry.ts';

/**
 * Answers a request in its session: lists at once; by Prism, later, what is no list, and responses that `Prefer` names.
 * Every answer stands in the session's journal. A fault in `Prefer` that is none, or that cannot strike, is answered with a
 * problem (RFC 9457).
 *
 * @param readBody - reads the body of the request, if somebody needs it
 */
export type Responder = (entered: SessionRequest, readBody: () => Promise<unknown>) => Answer;

type Answer = RecordedResponse | Promise<RecordedResponse>;
type Conclude = ReturnType<typeof openExchange>;

const NO_LIST =
  'Prefer names a fault, and the answer does not come from a list; faults strike lists, and no response that is forced';

/** Makes the responder to requests that are not for the administration. */
export function createResponder(respond: PrismResponder = respondLater): Responder {
  return (entered, readBody) => {
    const conclude = openExchange(entered);
    try {
      return answer(entered, readBody, conclude);
    } catch (error) {
      const problem = toProblem(error);
      if (problem === undefined) throw error;
      return conclude(problem);
    }
  };

  function answer({ session, request }: SessionRequest, readBody: () => Promise<unknown>, conclude: Conclude): Answer {
    const { site } = session;
    const { isForced, faults } = readWish(request.headers['prefer']);
    const listed = isForced ? undefined : site.answer(request, faults);
    if (listed !== undefined) return conclude(listed.response, { list: listed.list, isList: true });
    if (faults !== undefined) throw new ServerError('invalid-request', NO_LIST);
    const operation = site.findOperation(request.method, request.path);
    if (operation === undefined || (operation.isList && !isForced)) return conclude(answerNotFound(site, request));
    return readBody()
      .then((body) => respond({ ...request, body }, operation))
      .then((response) => conclude(response, operation));
  }
}

/** What a request wants that is not usual. */
interface Wish {
  /** Whether it wants one certain documented response, whatever it is otherwise. */
  readonly isForced: boolean;
  readonly faults?: readonly Fault[];
}

const NO_WISH: Wish = { isForced: false };

function readWish(header: MockRequest['headers'][string]): Wish {
  if (header === undefined) return NO_WISH;
  const { code, example, fault, others } = readPreferences(header);
  const isForced = code !== undefined || example !== undefined;
  if (fault !== undefined) requireWhole(fault, others);
  return { isForced, ...(fault !== undefined && { faults: [parseFault(fault)] }) };
}

/** A comma or semicolon outside quotation marks ends the fault. */
function requireWhole(fault: string, others: readonly string[]): void {
  const [cut] = others.flatMap((name) => FAULT_PARAMETERS.get(name) ?? []);
  if (cut === undefined) return;
  throw new PagewrightError(
    'invalid-fault',
    `${cut} stands outside the fault; write several parameters in quotation marks: Prefer: fault="${fault},${cut}=…"`,
  );
}

/** As they are written, by their name in lower case, which is that of a preference. */
const FAULT_PARAMETERS: ReadonlyMap<string, string> = new Map(
  Object.keys(FAULT_SCHEMA['properties'] as object).map((name) => [name.toLowerCase(), name]),
);

/** Loads the responder when it is first needed: with it comes Prism. */
const respondLater: PrismResponder = async (request, operation) => {
  const { respondByPrism } = await import('./prism/responder.ts');
  return respondByPrism(request, operation);
};

/** What an answer is about, as far as there is a contract that has something to say of it. */
interface Subject {
  readonly list: ListMock;
  /** Whether the list itself was asked for, not another operation of its document. */
  readonly isList: boolean;
}

/** An answer that stands in the journal. */
export interface RecordedResponse extends FaultedResponse {
  /** Notes that the client went away before the answer was whole; absent where it is sent at once. */
  readonly markAborted?: () => void;
}

/**
 * Begins to keep a request in the journal of its session.
 *
 * @returns a function that takes the answer, and gives it back
 */
function openExchange({
  session,
  request,
  connection,
}: SessionRequest): (response: FaultedResponse, subject?: Subject) => RecordedResponse {
  const { journal } = session;
  const { method, origin, path, query, headers } = request;
  const at = Date.now();
  session.lastUsedAt = at;
  const start = performance.now();
  return (response, subject) => {
    const { delivery, faults } = response;
    const { world } = subject?.list ?? session.site.lists[0] ?? {};
    const { delayMs = 0, dripMs = 0 } = delivery ?? {};
    const id = journal.record({
      session: session.id,
      ...(subject !== undefined && { contract: subject.list.contract }),
      isList: subject?.isList ?? false,
      at,
      clock: world?.now() ?? at,
      durationMs: performance.now() - start + delayMs + dripMs,
      ...(connection !== undefined && { connection }),
      ...(faults !== undefined && { faults }),
      request: { method, origin, path, query, headers },
      ...(delivery?.breaks !== 'before-head' && { response: cut(response) }),
    });
    return delivery === undefined ? response : { ...response, markAborted: () => journal.markAborted(id) };
  };
}

/** What of an answer reaches the client. */
function cut({
  status,
  headers,
  body,
  delivery,
}: FaultedResponse): Pick<FaultedResponse, 'status' | 'headers' | 'body'> {
  return { status, headers, body: delivery?.breaks === 'amid-body' ? halfOf(body) : body };
}

/**
 * The answer to what nothing else has answered: in the words of the contract that it is nearest to, if there is one. A
 * response that is forced on a method that the list does not have comes here too, and is the list's own matter.
 */
export function answerNotFound({ lists, answer }: Site, request: MockRequest): MockResponse {
  const own = answer(request);
  if (own !== undefined) return own.response;
  const list = lists.length === 1 ? lists[0] : findNearestList(lists, request.path);
  if (list !== undefined) return list.fail('notFound', request);
  const paths = lists.map(({ contract }) => `GET ${contract.path} (${contract.id})`);
  const detail = `Nothing is at ${request.path}. There are ${paths.join(', ')}, and GET /__admin/contracts.`;
  return problemResponse({ type: 'about:blank', title: 'Not Found', status: 404, detail });
}
