import { listCredentialHeaders, listPublicHeaders, listSecrets } from '../../contract/credentials.ts';
import { countNoun, joinNames } from '../../contract/text.ts';

import { groupBy } from '../groups.ts';
import type { LinkChange } from '../links.ts';
import { type ListRequest, listChangedHeaders, listMissingHeaders } from '../requests.ts';

import type { Trace } from '../traces/trace.ts';
import { type AuditedClient, type ClientRule, describeRequest, type Finding } from './client-rule.ts';

export const keepHeaders: ClientRule = {
  id: 'keep-headers',
  demand: 'send the same required headers with every page request',
  entries: () => ['access'],
  exemption: (contract) =>
    listCredentialHeaders(contract).length + listPublicHeaders(contract).length > 0
      ? undefined
      : 'the contract requires no headers',
  passed: (count) => `${countNoun(count, 'request')} for further pages had every header of the request before`,
  untested: 'the client never requested a second page',
  *check({ trace, issued }) {
    const listBroken = createBrokenHeaderFinder(trace, issued);
    const findings: Finding[] = [];
    for (const {
      offer: { from },
      request,
    } of trace.follows) {
      yield;
      const missing = listMissingHeaders(from, request);
      const broken = missing.length > 0 ? [] : listBroken(from, request);
      if (missing.length + broken.length === 0) continue;
      const how = missing.length > 0 ? 'lacks' : 'has another, rejected value of';
      findings.push({
        summary: `${describeRequest(request.exchange)} ${how} ${joinNames([...missing, ...broken])}`,
        expected: [...from.headers.keys()],
        received: missing.length > 0 ? [...request.headers.keys()] : request.exchange.response?.status,
        difference: [...missing, ...broken].map((name) => compareHeader(name, from, request)),
        exchanges: [from.exchange, request.exchange],
        unseen: request,
      });
    }
    return { exercised: trace.follows.length, findings };
  },
};

function compareHeader(name: string, from: ListRequest, request: ListRequest): LinkChange {
  const [given, sent] = [from.headers.get(name), request.headers.get(name)];
  return { name, ...(given !== undefined && { given }), ...(sent !== undefined && { sent }) };
}

/**
 * Prepares the search for headers that a client broke: the new value is rejected, while the value for the page before was accepted,
 * and has not been rejected since. Valid credentials may have expired instead.
 */
function createBrokenHeaderFinder(
  { requests }: Trace,
  issued: AuditedClient['issued'],
): (from: ListRequest, request: ListRequest) => readonly string[] {
  const rejected = groupBy(
    requests.filter(({ isAuthError }) => isAuthError),
    nameSender,
  );
  return (from, request) => {
    if (!request.isAuthError) return [];
    const later = rejected.get(nameSender(from)) ?? [];
    if (later.some(({ index }) => index > from.index && index < request.index)) return [];
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
