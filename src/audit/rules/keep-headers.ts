import { listCredentialHeaders, listPublicHeaders } from '../../contract/secrets/list-key-headers.ts';
import { listMissingHeaders } from '../visits/list-missing-headers.ts';
import type { ClientRule } from './client-rule.ts';
import { describeRequest } from './describe-request.ts';
import { countNoun, joinNames } from './words.ts';

/** What a page was asked for with, the pages after it need too. */
export const keepHeaders: ClientRule = {
  id: 'keep-headers',
  demand: 'send the same required headers when going on to another page',
  entries: () => ['access'],
  exemption: (contract) =>
    listCredentialHeaders(contract).length + listPublicHeaders(contract).length > 0
      ? undefined
      : 'no header is required here',
  needsHistory: true,
  kept: (count) =>
    `${countNoun(count, 'request')} for further pages had every header that the page before had been asked for with`,
  wanting: 'a request for a page after the first',
  judge({ trace: { follows } }) {
    const findings = follows.flatMap(({ edge: { from }, visit }) => {
      const missing = listMissingHeaders(from, visit);
      if (missing.length === 0) return [];
      return {
        summary: `${describeRequest(visit.exchange)} goes on from a page without ${joinNames(missing)}`,
        expected: [...from.headers.keys()],
        received: [...visit.headers.keys()],
        exchanges: [from.exchange, visit.exchange],
      };
    });
    return { exercised: follows.length, findings };
  },
};
