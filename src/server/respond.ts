import type { AlteredResponse } from '../alter/engine.ts';
import { FAULT_SCHEMA, type Fault } from '../alter/faults/kinds.ts';
import { parseFault } from '../alter/faults/parse.ts';
import { PagewrightError } from '../contract/error.ts';
import type { ListMock } from '../mock/list.ts';
import type { MockRequest, MockResponse } from '../mock/message.ts';
import { readPrefer } from './http/prefer.ts';
import { halfOf, type TrackedResponse } from './http/response.ts';
import type { PrismResponder } from './prism/messages.ts';
import { plainProblem, toProblem } from './problem.ts';
import { findNearestList } from './routing/paths.ts';
import type { Router } from './routing/router.ts';
import type { SessionRequest } from './sessions/registry.ts';

/**
 * Responds to a request in its session, and records both in the session's journal.
 *
 * @param readBody - reads the body of the request, if it is needed
 * @returns a list's response at once; a promise where Prism makes it, or where many rows have to be sorted first
 */
export type Respond = (entered: SessionRequest, readBody: () => Promise<unknown>) => RespondResult;

type RespondResult = TrackedResponse | Promise<TrackedResponse>;

/** What a response is about, where a contract has something to say of it. */
interface Subject {
  readonly list: ListMock;
  /** Whether the list itself was requested, not another operation of its document. */
  readonly isList: boolean;
}

/**
 * Creates what responds to all requests but those to the admin API: lists by themselves; Prism for other documented operations,
 * and for responses that `Prefer` names. What `Prefer` cannot have is rejected with a problem (RFC 9457).
 */
export function createRespond(respondByPrism: PrismResponder = loadAndRespond): Respond {
  return (entered, readBody) => {
    const record = openExchange(entered);
    const respondOrReject = (): RespondResult => {
      try {
        return respond(entered, readBody, record);
      } catch (error) {
        const problem = toProblem(error);
        if (problem === undefined) throw error;
        return record(problem);
      }
    };
    const preparing = entered.session.router.prepare(entered.request);
    return preparing === undefined ? respondOrReject() : preparing.then(respondOrReject);
  };

  function respond(
    { session, request }: SessionRequest,
    readBody: () => Promise<unknown>,
    record: Recorder,
  ): RespondResult {
    const { router } = session;
    const { isForced, faults } = readForced(request.headers['prefer']);
    const listed = isForced ? undefined : router.route(request, faults);
    if (listed !== undefined) return record(listed.response, { list: listed.list, isList: true });
    if (faults !== undefined) {
      throw new PagewrightError(
        'invalid-request',
        'Invalid Prefer: a fault applies to lists only, and not beside code or example',
      );
    }
    const operation = router.findOperation(request.method, request.path);
    if (operation === undefined || (operation.isList && !isForced)) return record(respondNotFound(router, request));
    return readBody()
      .then((body) => respondByPrism({ ...request, body }, operation))
      .then((response) => record(response, operation));
  }
}

type Recorder = (response: AlteredResponse, subject?: Subject) => TrackedResponse;

/**
 * Begins to record a request in the journal of its session.
 *
 * @returns a function that records its response, and returns it
 */
function openExchange({ session, request, connection }: SessionRequest): Recorder {
  const { journal } = session;
  const at = Date.now();
  session.lastUsedAt = at;
  const start = performance.now();
  return (response, subject) => {
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
      faults,
      request,
      response: delivery?.breaks === 'before-head' ? undefined : cut(response),
    });
    return delivery === undefined ? response : { ...response, markAborted: () => journal.markAborted(id) };
  };
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
