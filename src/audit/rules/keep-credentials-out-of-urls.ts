import { listCredentialHeaders, listCredentialParameters } from '../../contract/credentials.ts';
import { countNoun } from '../../contract/text.ts';
import type { Exchange } from '../../journal/exchange.ts';
import { type ClientRule, describeRequest } from './client-rule.ts';

/** URLs end up in logs. */
export const keepCredentialsOutOfUrls: ClientRule = {
  id: 'keep-credentials-out-of-urls',
  demand: 'NOT send credentials in URLs',
  entries: () => ['access/credentials'],
  exemption: (contract) => {
    if (listCredentialParameters(contract).length > 0) return 'the contract takes credentials in the query';
    return listCredentialHeaders(contract).length > 0 ? undefined : 'the contract requires no credentials';
  },
  passed: (count) => `${countNoun(count, 'URL')} without a credential`,
  untested: 'the client sent no request',
  *check({ exchanges, unroutedRequests, findSecrets }) {
    const own: Exchange[] = [];
    for (const exchange of exchanges) {
      yield;
      const { path, query } = exchange.request;
      if (findSecrets(`${path}?${query}`).length > 0) own.push(exchange);
    }
    const leaks = [...own, ...unroutedRequests].sort((one, other) => one.id - other.id);
    const findings = leaks.map((exchange) => ({
      summary: `${describeRequest(exchange)} has a credential in its URL`,
      expected: 'a URL without a credential',
      received: describeRequest(exchange),
      exchanges: [exchange],
    }));
    return { exercised: exchanges.length + unroutedRequests.length, findings };
  },
};
