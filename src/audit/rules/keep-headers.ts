import { listCredentialHeaders, listPublicHeaders, listSecrets } from '../../contract/credentials.ts';

import { type ListRequest, listChangedHeaders, listMissingHeaders } from '../requests.ts';

import type { Trace } from '../traces/trace.ts';
import {
  type ClientCase,
  type ClientRule,
  countNoun,
  describeRequest,
  type Finding,
  joinNames,
} from './client-rule.ts';

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
    const findings = trace.follows.flatMap(({ offer: { from }, request }): readonly Finding[] => {
      const missing = listMissingHeaders(from, request);
      const spoilt = missing.length > 0 ? [] : listSpoilt(from, request);
      if (missing.length + spoilt.length === 0) return [];
      const how = missing.length > 0 ? 'without' : 'with another value, which is refused, of';
      return [
        {
          summary: `${describeRequest(request.exchange)} goes on from a page ${how} ${joinNames([...missing, ...spoilt])}`,
          expected: [...from.headers.keys()],
          received: missing.length > 0 ? [...request.headers.keys()] : request.exchange.response?.status,
          exchanges: [from.exchange, request.exchange],
          unseen: request,
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
  { requests }: Trace,
  issued: ClientCase['issued'],
): (from: ListRequest, request: ListRequest) => readonly string[] {
  const barred = new Map<string, number[]>();
  for (const request of requests) {
    if (!request.isAuthError) continue;
    const indices = barred.get(nameSender(request));
    if (indices === undefined) barred.set(nameSender(request), [request.index]);
    else indices.push(request.index);
  }
  return (from, request) => {
    if (!request.isAuthError) return [];
    const isRunOut =
      barred.get(nameSender(from))?.some((index) => index > from.index && index < request.index) ?? false;
    if (isRunOut) return [];
    return listChangedHeaders(from, request).filter((name) => {
      const [scheme, credential] = splitCredential(name, request);
      const isIssued = issued.has(credential) && scheme === splitCredential(name, from)[0];
      return !isIssued || request.exchange.response?.status !== 401;
    });
  };
}

function splitCredential(name: string, { headers }: ListRequest): readonly [scheme: string, credential: string] {
  const value = headers.get(name) ?? '';
  const [credential = ''] = listSecrets(name, value);
  return [value.slice(0, value.length - credential.length).trim(), credential];
}

function nameSender({ headers }: ListRequest): string {
  return JSON.stringify([...headers]);
}
