import { parseRetryAfter } from '../../../conformance/client/pace/parse-retry-after.ts';
import type { Visit } from '../visits/visit.ts';
import type { Edge, Trace, Walk } from '../walks/trace.ts';
import type { ClientRule, Finding } from './client-rule.ts';
import { describeRequest } from './describe-request.ts';
import { countNoun } from './words.ts';

/** Timers are not exact, and requests may be under way already when an answer comes; in milliseconds. */
const TOLERANCE = 50;

/** A server that says when to come again means it. */
export const waitAsTold: ClientRule = {
  id: 'wait-as-told',
  demand: 'wait as long as Retry-After says before the next request',
  entries: ({ errors }) => (errors.has('rateLimited') ? ['errors/rateLimited'] : undefined),
  needsHistory: true,
  kept: (count) => `${countNoun(count, 'answer')} with Retry-After, and no request before that time`,
  wanting: 'a 429 or 503 with Retry-After, as by the fault rate-limit',
  judge({ trace }) {
    const waits = createWaits(trace);
    const findings: Finding[] = [];
    let told = 0;
    for (const visit of trace.visits) {
      const wait = waits.find(visit);
      if (wait !== undefined) findings.push(describeHaste(wait, visit));
      if (waits.note(visit)) told += 1;
    }
    return { exercised: told, findings };
  },
};

/** A request that was told to wait. */
interface Wait {
  readonly visit: Visit;
  readonly until: number;
  readonly edge?: Edge;
}

interface Waits {
  /** The wait that a request does not keep. */
  find(visit: Visit): Wait | undefined;
  /** Whether its answer tells the client to wait. */
  note(visit: Visit): boolean;
}

/** Knows who has to wait: whoever sends the same request, goes on with the same walk, or begins it again. */
function createWaits({ edgeOf }: Trace): Waits {
  const byRequest = new Map<string, Wait>();
  const byWalk = new Map<Walk, Wait>();
  const byStart = new Map<string, Wait>();

  return {
    find(visit) {
      const edge = edgeOf.get(visit);
      const same = byRequest.get(nameRequest(visit));
      // Of two clients at one place, one may have been told nothing.
      if (same !== undefined && isEarly(same, visit, 0) && (same.edge === edge || edge === undefined)) return same;
      const going = edge === undefined ? undefined : byWalk.get(edge.walk);
      if (going !== undefined && isEarly(going, visit, TOLERANCE)) return going;
      const again = edge === undefined ? byStart.get(nameRequest(visit)) : undefined;
      if (again !== undefined && isEarly(again, visit, TOLERANCE) && again.edge?.state !== 'used') return again;
      return undefined;
    },
    note(visit) {
      const delay = readDelay(visit);
      if (delay === undefined) return false;
      const edge = edgeOf.get(visit);
      const wait: Wait = { visit, until: visit.answeredAt + delay, ...(edge !== undefined && { edge }) };
      byRequest.set(nameRequest(visit), wait);
      if (edge === undefined) return true;
      byWalk.set(edge.walk, wait);
      const [start] = edge.walk.pages;
      if (start !== undefined) byStart.set(nameRequest(start), wait);
      return true;
    },
  };
}

function nameRequest({ caller, canonical }: Visit): string {
  return `${caller} ${canonical}`;
}

/** @param grace - how long after the answer a request may have been under way already */
function isEarly({ visit, until }: Wait, { at }: Visit, grace: number): boolean {
  return at >= visit.answeredAt + grace && at + TOLERANCE < until;
}

function readDelay({ exchange: { response }, answeredAt }: Visit): number | undefined {
  if (response?.status !== 429 && response?.status !== 503) return undefined;
  const value = response.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  return parseRetryAfter(value, answeredAt);
}

function describeHaste({ visit: refused, until }: Wait, visit: Visit): Finding {
  const early = Math.round(until - visit.at);
  return {
    summary: `${describeRequest(visit.exchange)} came ${early} ms before the time that Retry-After had named`,
    expected: `no request before ${new Date(until).toISOString()}`,
    received: `a request at ${new Date(visit.at).toISOString()}`,
    exchanges: [refused.exchange, visit.exchange],
  };
}
