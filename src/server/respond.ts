import { setImmediate, setTimeout } from 'node:timers';
import type { AlteredResponse } from '../alter/engine.ts';
import { FAULT_SCHEMA, type Fault } from '../alter/faults/kinds.ts';
import { parseFault } from '../alter/faults/parse.ts';
import { PagewrightError } from '../contract/error.ts';
import { readSender } from '../journal/exchange.ts';
import type { BodyFailure } from '../mock/items/operations.ts';
import type { ListMock } from '../mock/list.ts';
import type { MockRequest, MockResponse } from '../mock/message.ts';
import { readPrefer } from './http/prefer.ts';
import { latestConnection, toForm } from './http/request.ts';
import { halfOf, type TrackedResponse } from './http/response.ts';
import { loopTime } from './loop-time.ts';
import type { PrismResponder } from './prism/messages.ts';
import { plainProblem, toProblem } from './problem.ts';
import { findNearestList } from './routing/paths.ts';
import type { RoutedOperation, Router } from './routing/router.ts';
import type { Release } from './sessions/holds.ts';
import type { SessionRequest } from './sessions/registry.ts';
import type { Session } from './sessions/session.ts';

/**
 * Responds to a request in its session, and records both in the session's journal.
 *
 * @param readBody - reads the body of the request, if it is needed
 * @param whenGone - absent: it is not known whether the client has gone
 * @returns a list's response at once; a promise where the request's body has to be read or Prism makes the response, or where many
 *   rows have to be sorted first
 */
export type Respond = (entered: SessionRequest, readBody: BodyReader, whenGone?: GoneListener) => RespondResult;

/** Calls back when the client of a request goes away before it is answered. */
type GoneListener = (act: () => void) => void;

/**
 * Reads the body of a request.
 *
 * @param maxBytes - how large it may be
 * @returns its text, or the value that it was parsed to before
 */
type BodyReader = (maxBytes: number) => Promise<unknown>;

type RespondResult = TrackedResponse | Promise<TrackedResponse>;

/** A request on its way. */
interface Inquiry {
  readonly session: Session;
  /** With the text of its body, where a list or an operation on a row reads it. */
  readonly request: MockRequest;
  /** The operation of a request that may have a body; of others it is looked for when no list has responded. */
  readonly operation: RoutedOperation | undefined;
  readonly readBody: BodyReader;
  /** Why the body could not be read. */
  readonly failure?: BodyFailure;
  readonly record: Recorder;
  readonly whenGone: GoneListener;
  /** How it goes on after it was held. */
  readonly release?: Release;
}

/** What a response is about, where a contract has something to say of it. */
interface Subject {
  readonly list: ListMock;
  /** Whether the list itself was requested, not another operation of its document. */
  readonly isList: boolean;
}

/** What a list or a row is asked for with, in bytes; Prism takes more. */
const MAX_ROW_BODY = 2 ** 20;
const MAX_BODY = 10 * 2 ** 20;

/**
 * Creates what responds to all requests but those to the admin API: lists and operations on their rows by themselves; Prism for
 * other documented operations, and for responses that `Prefer` names. What `Prefer` cannot have is rejected with a problem
 * (RFC 9457).
 */
export function createRespond(respondByPrism: PrismResponder = loadAndRespond): Respond {
  return (entered, readBody, whenGone = hearNothing) => {
    const { session, connection } = entered;
    const { router } = session;
    const request = router.rebase(entered.request);
    const record = openExchange({ session, connection });
    const { method, path } = request;
    const operation = method === 'GET' || method === 'HEAD' ? undefined : router.findOperation(method, path);
    const inquiry: Inquiry = { session, request, operation, readBody, record, whenGone };
    if (operation === undefined || !readsBody(operation)) return prepare(inquiry);
    return readText(readBody, request).then((read) => {
      const { body } = read;
      return prepare({ ...inquiry, ...read, request: { ...request, body }, readBody: () => Promise.resolve(body) });
    });
  };

  function prepare(inquiry: Inquiry): RespondResult {
    const { session, request, record, release } = inquiry;
    if (session.holds.next > 0 && release === undefined) {
      const held = hold(inquiry);
      if (held !== undefined) return held.then((how) => prepare({ ...inquiry, release: how }));
    }
    const respondOrReject = (): RespondResult => {
      try {
        return respond(inquiry);
      } catch (error) {
        const problem = toProblem(error);
        if (problem === undefined) throw error;
        return record(problem, undefined, request, release);
      }
    };
    const preparing = session.router.prepare(request);
    return preparing === undefined ? respondOrReject() : preparing.then(respondOrReject);
  }

  function respond(inquiry: Inquiry): RespondResult {
    const { session, request, failure, record, release } = inquiry;
    const { router } = session;
    const forced = readForced(request.headers['prefer']);
    const { isForced, faults = release?.faults } = forced;
    const listed = isForced || failure !== undefined ? undefined : router.route(request, faults);
    if (listed !== undefined) return record(listed.response, { list: listed.list, isList: true }, request, release);
    const operation = inquiry.operation ?? router.findOperation(request.method, request.path);
    if (operation === undefined) return respondOtherwise(inquiry, operation, forced);
    const response = isForced ? undefined : respondOfRow(operation, request, failure, faults);
    if (response === undefined) return respondOtherwise(inquiry, operation, forced);
    return record(response, { list: operation.rows ?? operation.list, isList: false }, request, release);
  }

  /** To a request that is for no list and no row: by Prism, where the document has the operation. */
  function respondOtherwise(
    { session: { router }, request, readBody, failure, record }: Inquiry,
    operation: RoutedOperation | undefined,
    { isForced, faults }: Forced,
  ): RespondResult {
    if (failure !== undefined) return record(plainProblem(failure.status, failure.message), operation, request);
    if (faults !== undefined) {
      throw new PagewrightError(
        'invalid-request',
        'Invalid Prefer: a fault applies to lists and operations on their rows only, and not beside code or example',
      );
    }
    if (operation === undefined || (operation.isList && !isForced)) {
      return record(respondNotFound(router, request), undefined, request);
    }
    return readBody(MAX_BODY).then(async (body) => {
      const response = await respondByPrism({ ...request, body }, operation);
      return record(response, operation, { ...request, body: toText(body) });
    });
  }
}

const hearNothing: GoneListener = () => undefined;

/** Holds a request where somebody waits for it; what the console sends is not what they wait for. */
function hold({ session, request, operation, whenGone }: Inquiry): Promise<Release> | undefined {
  const { holds, router } = session;
  const list = operation?.list ?? findNearestList(router.lists, request.path);
  const contract = list?.contract.id;
  if (readSender({ request }) !== undefined || !holds.wants(contract)) return undefined;
  const target = request.query === '' ? request.path : `${request.path}?${request.query}`;
  return holds.hold({ method: request.method, target, ...(contract !== undefined && { contract }) }, whenGone);
}

/** Whether a list or a row may need the body of a request; Prism reads it for itself. */
function readsBody({ isList, item }: RoutedOperation): boolean {
  return isList || item?.operation !== undefined;
}

/** The text of a body, or why it cannot be read. */
async function readText(
  readBody: BodyReader,
  { headers }: MockRequest,
): Promise<{ readonly body: string; readonly failure?: BodyFailure }> {
  try {
    const type = headers['content-type'];
    return { body: await toForm(toText(await readBody(MAX_ROW_BODY)), typeof type === 'string' ? type : undefined) };
  } catch (error) {
    const problem = toProblem(error);
    if (problem === undefined) throw error;
    const message = problem.status === 413 ? 'Invalid body: must be at most 1 MB' : (error as Error).message;
    return { body: '', failure: { status: problem.status, message } };
  }
}

/** In a larger application, another handler may have parsed it before. */
function toText(body: unknown): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/**
 * The response of an operation on a row, or that there is no such row.
 *
 * @returns `undefined` when the operation is for Prism to answer
 */
function respondOfRow(
  { item, rows, methods }: RoutedOperation,
  request: MockRequest,
  failure: BodyFailure | undefined,
  faults: readonly Fault[] | undefined,
): AlteredResponse | undefined {
  if (item === undefined || rows === undefined) return undefined;
  if (item.operation !== undefined) return rows.operate(item.operation, request, failure, faults);
  if (item.above === undefined) return undefined;
  const { operation, segments } = item.above;
  const isRow = request.path.replace(/\/$/, '').split('/').length === segments;
  const allowed = methods.includes('GET') ? [...new Set(['GET', 'HEAD', ...methods])] : methods;
  if (isRow && !allowed.includes(request.method)) {
    const refusal = rows.fail('methodNotAllowed', request);
    const headers = refusal.headers.filter(([name]) => name.toLowerCase() !== 'allow');
    return { ...refusal, headers: [...headers, ['Allow', allowed.join(', ')]] };
  }
  return rows.findMissing(operation, request, request.path.split('/').slice(0, segments).join('/'));
}

/** @param request - as it was handled, with the body where it was read */
type Recorder = (
  response: AlteredResponse,
  subject: Subject | undefined,
  request: MockRequest,
  release?: Release,
) => TrackedResponse;

/**
 * Begins to record a request in the journal of its session.
 *
 * @returns a function that records its response, and returns it
 */
function openExchange({ session, connection }: Pick<SessionRequest, 'session' | 'connection'>): Recorder {
  const { journal } = session;
  const at = Date.now();
  session.lastUsedAt = at;
  const start = performance.now();
  return (response, subject, request, release) => {
    const { delivery, faults } = response;
    const { state } = subject?.list ?? session.router.lists[0] ?? {};
    const { delayMs = 0, dripMs = 0 } = delivery ?? {};
    const id = journal.record({
      session: session.id,
      contract: subject?.list.contract,
      isList: subject?.isList ?? false,
      at,
      clock: state?.now() ?? at,
      durationMs: performance.now() - start + delayMs + dripMs,
      connection,
      isAborted: release?.isGone,
      openConnections: connection === undefined ? undefined : latestConnection(),
      faults,
      request,
      response: delivery?.breaks === 'before-head' ? undefined : cut(response),
    });
    if (response.status === 429 || response.status === 503) noteRefusal(session, id, delayMs + dripMs);
    return delivery === undefined ? response : { ...response, markAborted: () => journal.markAborted(id) };
  };
}

/** Notes what tells later what was under way when a response was sent that may tell the client to wait. */
function noteRefusal({ journal }: Session, id: number, delayMs: number): void {
  const note = (): void => {
    loopTime.watch();
    // A connection that had not been accepted yet is accepted in this round of the loop.
    setImmediate(() => journal.noteOpenConnections(id, latestConnection()));
  };
  if (delayMs === 0) note();
  else setTimeout(note, delayMs).unref();
}

/** What of a response reaches the client. */
function cut(response: AlteredResponse): MockResponse {
  if (response.delivery?.breaks !== 'amid-body') return response;
  const { status, headers, body } = response;
  return { status, headers, body: halfOf(body) };
}

/**
 * The response to an unknown path: in the shape of the nearest contract's errors, if one is near. A response that was forced on
 * a method that the list does not have comes here too, and is the list's own to reject.
 */
export function respondNotFound({ lists, route }: Router, request: MockRequest): MockResponse {
  const own = route(request);
  if (own !== undefined) return own.response;
  const list = lists.length === 1 ? lists[0] : findNearestList(lists, request.path);
  if (list !== undefined) return list.fail('notFound', request);
  const paths = lists.map(({ contract }) => `GET ${contract.path} (${contract.id})`);
  return plainProblem(
    404,
    `Unknown path ${request.path}. The server has ${paths.join(', ')}, and GET /__admin/contracts.`,
  );
}

/** What a request forces by `Prefer`. */
interface Forced {
  /** Whether it wants one certain documented response, whatever the request is otherwise. */
  readonly isForced: boolean;
  readonly faults?: readonly Fault[];
}

const NOT_FORCED: Forced = { isForced: false };

function readForced(header: MockRequest['headers'][string]): Forced {
  if (header === undefined) return NOT_FORCED;
  const { code, example, fault, others } = readPrefer(header);
  const isForced = code !== undefined || example !== undefined;
  if (fault !== undefined) requireWhole(fault, others);
  return { isForced, ...(fault !== undefined && { faults: [parseFault(fault)] }) };
}

/** A comma or semicolon outside quotation marks ends the fault. */
function requireWhole(fault: string, others: readonly string[]): void {
  const [cutOff] = others.flatMap((name) => FAULT_PARAMETERS.get(name) ?? []);
  if (cutOff === undefined) return;
  throw new PagewrightError(
    'invalid-fault',
    `Invalid Prefer: ${cutOff} is outside the fault; quote several parameters: Prefer: fault="${fault},${cutOff}=…"`,
  );
}

/** Names of parameters as they are written, by their lower case, which is that of a preference. */
const FAULT_PARAMETERS: ReadonlyMap<string, string> = new Map(
  Object.keys(FAULT_SCHEMA['properties'] as object).map((name) => [name.toLowerCase(), name]),
);

/** Prism takes most of a second to load, so only the first request that needs it waits for it. */
const loadAndRespond: PrismResponder = async (request, operation) => {
  const { respondByPrism } = await import('./prism/responder.ts');
  return respondByPrism(request, operation);
};
