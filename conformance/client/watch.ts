import { PagewrightError } from '../../src/contract/error.ts';
import type { Delivery } from './delivery.ts';
import type { AttemptRequest } from './transport.ts';

/** Notices when a target has stopped answering, so that a run ends instead of waiting for each of its requests. */
export interface Watch {
  /**
   * Sends a request.
   *
   * @throws PagewrightError `aborted` when the target has stopped answering
   */
  look(request: AttemptRequest, send: (request: AttemptRequest) => Promise<Delivery>): Promise<Delivery>;
}

/** A server may hang for some requests only: after so many in a row it is asked for what it has answered before. */
const MAX_SILENCE = 4;

export function createWatch(): Watch {
  let answered: AttemptRequest | undefined;
  let silence = 0;
  let end: string | undefined;

  const ask = async (request: AttemptRequest, send: (one: AttemptRequest) => Promise<Delivery>): Promise<Delivery> => {
    const delivery = await send(request);
    if (!isSilent(delivery)) {
      silence = 0;
      // What it rejects may be answered by something in front of it.
      if (delivery.outcome.kind === 'answered' && delivery.outcome.status < 300) answered = request;
    }
    return delivery;
  };

  return {
    async look(request, send) {
      if (end !== undefined) throw new PagewrightError('aborted', end);
      const delivery = await ask(request, send);
      if (!isSilent(delivery)) return delivery;
      silence += 1;
      if (answered === undefined || silence < MAX_SILENCE) return delivery;
      silence = 0;
      if (isSilent(await ask(answered, send))) {
        end = `the target stopped responding: no response to ${MAX_SILENCE} requests in a row, nor to one that it had responded to before`;
      }
      return delivery;
    },
  };
}

function isSilent({ outcome }: Delivery): boolean {
  return outcome.kind === 'failed' && (outcome.error === 'timeout' || outcome.error === 'unreachable');
}
