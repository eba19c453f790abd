import type { Fault } from '../../fault/fault.ts';
import { FaultError } from '../../fault/fault-error.ts';
import { FAULT_SCHEMA } from '../../fault/fault-schema.ts';
import { parseFault } from '../../fault/parse-fault.ts';
import type { MockRequest } from '../../mock/message.ts';
import { readPreferences } from '../http/read-preferences.ts';
import type { PrismResponder } from '../prism-input.ts';
import { ServerError } from '../server-error.ts';
import type { SessionRequest } from '../sessions/find-session.ts';
import { answerNotFound } from './answer-not-found.ts';
import { openExchange, type RecordedResponse } from './open-exchange.ts';
import { toProblem } from './to-problem.ts';

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
  throw new FaultError(
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
  const { respondByPrism } = await import('../prism-responder.ts');
  return respondByPrism(request, operation);
};
