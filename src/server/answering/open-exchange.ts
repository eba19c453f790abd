import type { FaultedResponse } from '../../fault/delivery.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import { halfOf } from '../http/half-of.ts';
import type { SessionRequest } from '../sessions/find-session.ts';

/** What an answer is about, as far as there is a contract that has something to say of it. */
export interface Subject {
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
export function openExchange({
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
