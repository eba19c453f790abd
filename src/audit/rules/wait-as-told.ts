import { countNoun } from '../../contract/text.ts';
import type { Exchange } from '../../journal/exchange.ts';
import { createCallerNamer } from '../requests.ts';
import { createRetryAfterIndex, type Wait } from '../retry-after.ts';

import { type ClientRule, describeRequest, type Finding } from './client-rule.ts';

export const waitAsTold: ClientRule = {
  id: 'wait-as-told',
  demand: 'wait as long as Retry-After says before requesting the same list again',
  entries: ({ errors }) => (errors.has('rateLimited') ? ['errors/rateLimited'] : undefined),
  passed: (count) =>
    `${countNoun(count, 'response')} with Retry-After, and no request for the same list before that time`,
  untested: 'no response was a 429 or 503 with Retry-After; the fault rate-limit sends one',
  *check({ contract, exchanges, trace, timeAfter }) {
    const waits = createRetryAfterIndex(trace, createCallerNamer(contract), timeAfter);
    const hasty: { readonly wait: Wait; readonly exchange: Exchange }[] = [];
    let told = 0;
    for (const exchange of exchanges) {
      yield;
      // Browsers send preflight requests on their own.
      const wait = exchange.request.method === 'OPTIONS' ? undefined : waits.find(exchange);
      if (wait !== undefined) hasty.push({ wait, exchange });
      if (waits.record(exchange)) told += 1;
    }
    const held = hasty.filter(({ wait }) => !waits.isKept(wait));
    return { exercised: told, findings: held.map(({ wait, exchange }) => describeHaste(wait, exchange)) };
  },
};

function describeHaste({ exchange: told, until }: Wait, exchange: Exchange): Finding {
  const early = Math.round(until - exchange.at);
  return {
    summary: `${describeRequest(exchange)} came ${early} ms before the time in Retry-After of exchange ${told.id} was over`,
    expected: `no request before ${new Date(until).toISOString()}`,
    received: `a request at ${new Date(exchange.at).toISOString()}`,
    exchanges: [told, exchange],
  };
}
