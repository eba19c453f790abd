import { listCredentialHeaders, listPublicHeaders } from '../../contract/secrets/list-key-headers.ts';
import { listSecrets } from '../../contract/secrets/list-secrets.ts';
import { listChangedHeaders } from '../visits/list-changed-headers.ts';
import { listMissingHeaders } from '../visits/list-missing-headers.ts';
import type { Visit } from '../visits/visit.ts';
import type { Trace } from '../walks/trace.ts';
import type { ClientCase, ClientRule, Finding } from './client-rule.ts';
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
  kept: (count) =>
    `${countNoun(count, 'request')} for further pages had every header that the page before had been asked for with`,
  wanting: 'a request for a page after the first',
  judge({ trace, issued }) {
    const listSpoilt = createSpoiltHeaderFinder(trace, issued);
    const findings = trace.follows.flatMap(({ edge: { from }, visit }): readonly Finding[] => {
      const missing = listMissingHeaders(from, visit);
      const spoilt = missing.length > 0 ? [] : listSpoilt(from, visit);
      if (missing.length + spoilt.length === 0) return [];
      const how = missing.length > 0 ? 'without' : 'with another value, which is refused, of';
      return [
        {
          summary: `${describeRequest(visit.exchange)} goes on from a page ${how} ${joinNames([...missing, ...spoilt])}`,
          expected: [...from.headers.keys()],
          received: missing.length > 0 ? [...visit.headers.keys()] : visit.exchange.response?.status,
          exchanges: [from.exchange, visit.exchange],
          unseen: visit,
        },
      ];
    });
    return { exercised: trace.follows.length, findings };
  },
};

/**
 * Prepares the search for headers that a client spoilt: their values are refused, while those that the page before was asked for
 * with had been taken, and had not been refused since. One that was issued may have run out.
 */
function createSpoiltHeaderFinder(
  { visits }: Trace,
  issued: ClientCase['issued'],
): (from: Visit, visit: Visit) => readonly string[] {
  const barred = new Map<string, number[]>();
  for (const visit of visits) {
    if (!visit.isBarred) continue;
    const indices = barred.get(nameSender(visit));
    if (indices === undefined) barred.set(nameSender(visit), [visit.index]);
    else indices.push(visit.index);
  }
  return (from, visit) => {
    if (!visit.isBarred) return [];
    const isRunOut = barred.get(nameSender(from))?.some((index) => index > from.index && index < visit.index) ?? false;
    if (isRunOut) return [];
    return listChangedHeaders(from, visit).filter((name) => {
      const [scheme, credential] = splitCredential(name, visit);
      const isIssued = issued.has(credential) && scheme === splitCredential(name, from)[0];
      return !isIssued || visit.exchange.response?.status !== 401;
    });
  };
}

function splitCredential(name: string, { headers }: Visit): readonly [scheme: string, credential: string] {
  const value = headers.get(name) ?? '';
  const [credential = ''] = listSecrets(name, value);
  return [value.slice(0, value.length - credential.length).trim(), credential];
}

function nameSender({ headers }: Visit): string {
  return JSON.stringify([...headers]);
}
