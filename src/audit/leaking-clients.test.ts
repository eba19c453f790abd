import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../journal/exchange.ts';
import { auditClient } from './audit-client.ts';
import { type Client, runClients } from './testing/client.ts';
import { readAll } from './testing/good-clients.ts';
import { auditSession, listBroken } from './testing/judge.ts';
import { ask } from './testing/requests.ts';
import { openSession, type Session } from './testing/session.ts';
import { openTarget, type Target } from './testing/target.ts';

function record(target: Target, ...clients: readonly Client[]): Session {
  const session = openSession(target.mock);
  runClients(session, clients);
  return session;
}

function decodeOften(text: string): string {
  let decoded = text;
  for (let round = 0; round < 6; round += 1) {
    decoded = decoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
  return decoded;
}

describe('an audit of credentials in URLs', () => {
  it('shows no credential, wherever it stands', () => {
    for (const id of ['pyng', 'piriod', 'wingback', 'devdraft']) {
      const target = openTarget(id);
      const secrets = Object.entries(target.headers)
        .filter(([name]) => target.contract.access.credentials.some(({ header }) => header.toLowerCase() === name))
        .map(([, value]) => value.split(' ').at(-1) ?? '');
      const [secret = ''] = secrets;
      for (const hidden of [
        secret,
        `x${secret}y`,
        encodeURIComponent(`Bearer ${secret}`),
        secret.replace('_', '%5F'),
      ]) {
        const session = record(
          target,
          (function* (): Client {
            yield [{ ...ask(target), url: `${target.path}?${target.contract.page.limit.parameter}=5&key=${hidden}` }];
          })(),
        );
        const report = auditSession(session);
        expect([id, Object.keys(listBroken(report)).sort()]).toEqual([
          id,
          ['keep-credentials-out-of-urls', 'read-to-the-end'],
        ]);
        for (const one of secrets) expect(JSON.stringify(report)).not.toContain(one);
        expect(JSON.stringify(report)).not.toContain(secret.replace('_', '%5F'));
      }
    }
  });

  it('finds credentials of the mock that were never sent in a header', () => {
    const target = openTarget('wingback');
    const session = record(
      target,
      (function* (): Client {
        yield [{ url: `${target.path}?key=known-to-the-mock`, headers: {} }];
      })(),
    );
    expect(listBroken(auditSession(session))).toMatchObject({ 'send-documented-parameters': expect.anything() });
    const report = auditSession(session, { secrets: ['known-to-the-mock'] });
    expect(Object.keys(listBroken(report))).toEqual(['keep-credentials-out-of-urls']);
    expect(JSON.stringify(report)).not.toContain('known-to-the-mock');
  });

  it('finds credentials in URLs that lead nowhere', () => {
    const [devdraft, piriod] = [openTarget('devdraft'), openTarget('piriod')];
    const secret = String(piriod.headers['authorization']).split(' ').at(-1);
    const [own] = record(piriod, readAll(piriod)).exchanges as [Exchange];
    const { contract: _, ...rest } = own;
    const contracts = [devdraft.contract, piriod.contract];
    const lost = (path: string): Exchange => ({ ...rest, isList: false, request: { ...own.request, path, query: '' } });
    const report = auditClient([lost(`/made/up/${secret}`)], { contracts, target: 'http://mock.test' });
    expect(report).toMatchObject({ contract: 'piriod', verdict: 'fail', requests: 1 });
    expect(Object.keys(listBroken(report))).toEqual(['keep-credentials-out-of-urls']);
    expect(JSON.stringify(report)).not.toContain(secret);
    const harmless = auditClient([lost('/favicon.ico')], { contracts, target: 'http://mock.test' });
    expect(harmless).toMatchObject({ contract: 'devdraft, piriod', verdict: 'inconclusive' });
  });

  it('finds credentials that are escaped several times, and shows none of them', () => {
    const target = openTarget('wingback');
    const secret = target.headers['wb-key'] ?? '';
    let hidden = [...Buffer.from(secret)].map((byte) => `%${byte.toString(16)}`).join('');
    for (let depth = 1; depth <= 3; depth += 1) {
      const session = record(
        target,
        (function* (): Client {
          yield [{ ...ask(target), url: `${target.path}?status=inactive&limit=100&t=${hidden}` }];
        })(),
      );
      const report = auditSession(session);
      expect([depth, listBroken(report)]).toEqual([depth, { 'keep-credentials-out-of-urls': expect.anything() }]);
      expect(JSON.stringify(report)).not.toContain(hidden);
      expect(decodeOften(JSON.stringify(report))).not.toContain(secret);
      hidden = hidden.replaceAll('%', '%25');
    }
  });
});
