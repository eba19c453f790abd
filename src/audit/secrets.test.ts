import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../journal/exchange.ts';
import { loadContract } from '../mock/testing/load-contract.ts';
import { fc, grapheme } from '../testing/properties.ts';
import { auditClient } from './audit-client.ts';
import { assignUnroutedRequests, createSecretFinder } from './secrets.ts';
import { auditSession, listBroken } from './testing/audits.ts';
import { readAll } from './testing/good-clients.ts';
import { ask } from './testing/requests.ts';
import { type Client, openSession, runClients, type Session } from './testing/session.ts';
import { openTarget, type Target } from './testing/target.ts';

describe('createSecretFinder', () => {
  const find = createSecretFinder(['secret-one', 'secret-two', 'abcd', 'abc', 'a b+c/d=e']);

  it.each<[string, readonly string[]]>([
    ['/things?key=secret-one', ['secret-one']],
    ['/secret-two/things?key=xsecret-oney', ['secret-two', 'secret-one']],
    ['/things?key=secret%2Done', ['secret-one']],
    ['/things?key=%73%65cret-one', ['secret-one']],
    ['/things?key=a%20b%2Bc%2Fd%3De', ['a b+c/d=e']],
    ['/things?key=a+b%2Bc%2Fd%3De', ['a b+c/d=e']],
    ['/things?key=secret%252Done', ['secret-one']],
    ['/things?key=%2525%37%33ecret-one', ['secret-one']],
    ['/things?key=a+b%252Bc%252Fd%253De', ['a b+c/d=e']],
    ['/things?key=abcd', ['abcd']],
    ['/things?key=abcde', []],
    ['/things?key=abc', []],
    ['/things?key=secret-%zz', []],
  ])('in %s finds %p', (text, secrets) => {
    expect([...find(text)].sort()).toEqual([...secrets].sort());
  });

  it('finds nothing where there are no secrets', () => {
    expect(createSecretFinder([])('anything')).toEqual([]);
  });

  it('finds every secret of some length wherever it stands, however it is escaped', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: grapheme, minLength: 8 }),
        fc.string(),
        fc.boolean(),
        fc.array(fc.string({ minLength: 4 })),
        (secret, before, isEscaped, others) => {
          const text = `${encodeURIComponent(before)}${isEscaped ? encodeURIComponent(secret) : secret}`;
          expect(createSecretFinder([...others, secret])(text)).toContain(secret);
        },
      ),
    );
  });
});

describe('assign unroutedRequests', () => {
  const contracts = ['devdraft', 'piriod', 'pyng'].map(loadContract);
  const session = openSession(openTarget('piriod').mock);
  session.send(ask(openTarget('piriod')));
  const [sent] = session.exchanges as readonly [Exchange];
  const stray = (path: string, headers: Exchange['request']['headers'] = {}): Exchange => {
    const { contract: _, ...rest } = sent;
    return { ...rest, isList: false, request: { ...sent.request, path, headers } };
  };
  const findSecrets = (text: string): readonly string[] => (text.includes('s3cret') ? ['s3cret'] : []);
  const assign = (...exchanges: readonly Exchange[]): Readonly<Record<string, number>> =>
    Object.fromEntries(
      [...assignUnroutedRequests(exchanges, contracts, findSecrets)].map(([id, { length }]) => [id, length]),
    );

  describe('assignUnroutedRequests', () => {
    it('leaves alone what has no credential in its URL, and what belongs to a contract', () => {
      const own = { ...sent, request: { ...sent.request, query: 's3cret' } };
      expect(assign(stray('/favicon.ico'), own)).toEqual({});
    });

    it('goes by the contract that the credential was sent to', () => {
      const own = { ...sent, request: { ...sent.request, headers: { authorization: 'Token s3cret' } } };
      expect(assign(own, stray('/nothing/s3cret', { 'pyng-api-version': 'v1', authorization: 'x' }))).toEqual({
        piriod: 1,
      });
    });

    it('goes by the headers where it was sent to none', () => {
      expect(assign(stray('/s3cret', { authorization: 'x', 'pyng-api-version': 'v1' }))).toEqual({ pyng: 1 });
      expect(assign(stray('/s3cret', { authorization: 'x', 'x-simple-workspace': 'a' }))).toEqual({ piriod: 1 });
      expect(assign(stray('/s3cret', { 'x-client-key': 'x', 'x-client-secret': 'y' }))).toEqual({ devdraft: 1 });
    });

    it('takes the first contract where nothing tells', () => {
      expect(assign(stray('/s3cret'), stray('/s3cret/again'))).toEqual({ devdraft: 2 });
    });
  });
});

describe('leaking clients', () => {
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
      const lost = (path: string): Exchange => ({
        ...rest,
        isList: false,
        request: { ...own.request, path, query: '' },
      });
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
});
