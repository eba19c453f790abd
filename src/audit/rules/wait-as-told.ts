import type { Exchange } from '../../journal/exchange.ts';
import { createCallerNamer } from '../requests.ts';
import { createRetryAfterIndex, type Wait } from '../retry-after.ts';

import { type ClientRule, countNoun, describeRequest, type Finding } from './client-rule.ts';

/** A server that says when to come again means it. */
export const waitAsTold: ClientRule = {
  id: 'wait-as-told',
  demand: 'wait as long as Retry-After says before the next request',
  entries: ({ errors }) => (errors.has('rateLimited') ? ['errors/rateLimited'] : undefined),
  kept: (count) => `${countNoun(count, 'answer')} with Retry-After, and no request before that time`,
  wanting: 'a 429 or 503 with Retry-After, as by the fault rate-limit',
  judge({ contract, exchanges, trace }) {
    const offers = createRetryAfterIndex(trace, createCallerNamer(contract));
    const findings: Finding[] = [];
    let told = 0;
    for (const exchange of exchanges) {
      // Browsers ask on their own whether they may ask.
      const wait = exchange.request.method === 'OPTIONS' ? undefined : offers.find(exchange);
      if (wait !== undefined) findings.push(describeHaste(wait, exchange));
      if (offers.note(exchange)) told += 1;
    }
    return { exercised: told, findings };
  },
};

function describeHaste({ exchange: told, until }: Wait, exchange: Exchange): Finding {
  const early = Math.round(until - exchange.at);
  return {
    summary: `${describeRequest(exchange)} came ${early} ms before the time that Retry-After had named`,
    expected: `no request before ${new Date(until).toISOString()}`,
    received: `a request at ${new Date(exchange.at).toISOString()}`,
    exchanges: [told, exchange],
  };
}
