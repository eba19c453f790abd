import type { Got, Sent, Session } from './session.ts';

/** A client: it gives out the requests that it sends at once, and gets their answers. */
export type Client = Generator<readonly Sent[], void, readonly Got[]>;

/**
 * Lets clients run side by side.
 *
 * @param choose - whose turn it is among those that are ready, given their number; they take turns by default
 */
export function runClients(session: Session, clients: readonly Client[], choose?: (count: number) => number): void {
  const waiting = clients.map((client) => ({ client, step: client.next() })).filter(({ step }) => step.done !== true);
  for (let turn = 0; waiting.length > 0; turn += 1) {
    const due = ({ step }: (typeof waiting)[number]): number => {
      return Math.max(0, ...((step.value ?? []) as readonly Sent[]).map(({ notBefore = 0 }) => notBefore));
    };
    session.waitUntil(Math.min(...waiting.map(due)));
    const ready = waiting.filter((entry) => due(entry) <= session.now);
    const entry = ready[(choose?.(ready.length) ?? turn) % ready.length];
    if (entry === undefined) throw new Error('nobody is ready');
    const requests = (entry.step.value ?? []) as readonly Sent[];
    entry.step = entry.client.next(requests.map((sent) => session.send(sent)));
    if (entry.step.done === true) waiting.splice(waiting.indexOf(entry), 1);
  }
}
