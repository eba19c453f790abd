import type { Counterpart } from '../model/session.ts';
import type { Inquiry } from '../model/vendor.ts';

type Answer = ReturnType<Counterpart['send']>;

/** Sends what a counterpart is asked for. @returns `undefined` when the answer is not for the asker, who then gives up */
type Transport = (target: string, inquiry: Inquiry) => Promise<Answer | undefined>;

/** Where askers stop that need an answer which is not there yet. */
export interface Relay extends Pick<Counterpart, 'send'> {
  /** Lets an asker ask for one page. */
  drive(ask: () => void, transport: Transport): Promise<void>;
}

const PAUSE = new Error('the answer is not there yet');

/**
 * Makes a counterpart's `send` for askers, which know of no waiting, over a transport that takes time. Until they send, they
 * change nothing: so they are stopped there, and start again from the beginning once the answer is there.
 */
export function createRelay(): Relay {
  let sent: readonly [target: string, inquiry: Inquiry] | undefined;
  let answer: Answer | undefined;
  return {
    send(target, inquiry) {
      const given = answer;
      answer = undefined;
      if (given !== undefined) return given;
      sent = [target, inquiry];
      throw PAUSE;
    },
    async drive(ask, transport) {
      sent = undefined;
      try {
        ask();
      } catch (error) {
        if (error !== PAUSE) throw error;
      }
      answer = sent && (await transport(...(sent as readonly [string, Inquiry])));
      if (answer !== undefined) ask();
    },
  };
}
