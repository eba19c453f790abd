import { listCredentialHeaders } from '../../contract/credentials.ts';
import { type ClientRule, countNoun, describeRequest } from './client-rule.ts';

/** URLs end up in logs; credentials must not. */
export const keepCredentialsOutOfUrls: ClientRule = {
  id: 'keep-credentials-out-of-urls',
  demand: 'send credentials in headers, never in a URL',
  entries: () => ['access/credentials'],
  exemption: (contract) => (listCredentialHeaders(contract).length > 0 ? undefined : 'no credential is asked for here'),
  kept: (count) => `${countNoun(count, 'URL')} without a credential`,
  wanting: 'a request',
  judge({ exchanges, unroutedRequests, findSecrets }) {
    const own = exchanges.filter(({ request: { path, query } }) => findSecrets(`${path}?${query}`).length > 0);
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
