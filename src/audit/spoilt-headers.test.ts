import { describe, expect, it } from '@jest/globals';
import { readAltered, without } from './testing/bad-clients.ts';
import { type Client, runClients } from './testing/client.ts';
import { readAll } from './testing/good-clients.ts';
import { auditSession, judge, listBroken } from './testing/judge.ts';
import { ask, askNext, sizeOf } from './testing/requests.ts';
import { type Got, openSession, type Sent } from './testing/session.ts';
import { CONTRACTS, openTarget, type Target } from './testing/target.ts';

const credentialOf = ({ contract }: Target): string => contract.access.credentials[0]?.header.toLowerCase() ?? '';
const withHeader = (sent: Sent, name: string, value: string): Sent => ({
  ...sent,
  headers: { ...sent.headers, [name]: value },
});

/** Sends the second request in another way first, and then goes on as it should. */
function* stumble(target: Target, ...alterations: readonly ((next: Sent) => Sent)[]): Client {
  const first = sizeOf(target, 5);
  let sent: Sent | undefined = ask(target, first);
  for (let page = 1; sent !== undefined; page += 1) {
    if (page === 2) for (const alter of alterations) yield [alter(sent)];
    const [got]: readonly Got[] = yield [sent];
    sent = got === undefined ? undefined : askNext(target, first, sent, got);
  }
}

describe.each(CONTRACTS)('of %s, a client that goes on', (id) => {
  const name = credentialOf(openTarget(id));
  const keys = (make: (target: Target) => Client): readonly string[] => {
    const target = openTarget(id);
    return Object.keys(listBroken(judge(target, [make(target)])));
  };

  it.each(Object.keys(openTarget(id).headers).filter((header) => header !== 'x-piriod-test-mode'))(
    'without %s, is refused and then sends it, breaks one rule',
    (header) => {
      expect(keys((target) => stumble(target, (next) => without(next, header)))).toEqual(['keep-headers']);
    },
  );

  it.each<[string, (value: string) => string]>([
    ['another value', (value) => `${value}x`],
    ['another scheme', (value) => `Basic ${Buffer.from(value).toString('base64')}`],
    ['no scheme', (value) => `x${value.split(' ').at(-1)}`],
  ])('with %s of its credential, which is refused, breaks one rule', (_, alter) => {
    const change = (next: Sent): Sent => withHeader(next, name, alter(String(next.headers[name])));
    expect(keys((target) => stumble(target, change))).toEqual(['keep-headers']);
    expect(keys((target) => readAltered(target, sizeOf(target, 5), change))).toEqual(['keep-headers']);
  });

  it('with another credential after its own was refused is clean', () => {
    const target = openTarget(id);
    const other = (next: Sent): Sent => withHeader(next, name, `${next.headers[name]}x`);
    const session = openSession(target.mock, (request, answer) => {
      const isSecond = session.exchanges.length === 1;
      return isSecond
        ? { response: target.mock.handle({ ...request, headers: {} }) ?? answer(), faults: [] }
        : undefined;
    });
    runClients(session, [stumble(target, (next) => next, other)]);
    expect(session.exchanges.map(({ response }) => response?.status).slice(0, 3)).not.toContain(undefined);
    expect(listBroken(auditSession(session))).toEqual({});
  });

  it('with an issued credential that has run out is clean', () => {
    const target = openTarget(id);
    const session = openSession(target.mock);
    const other = (next: Sent): Sent => withHeader(next, name, `${next.headers[name]}x`);
    runClients(session, [stumble(target, other)]);
    const secret = `${target.headers[name]?.split(' ').at(-1)}x`;
    const isRunOut = session.exchanges[1]?.response?.status === 401;
    expect(Object.keys(listBroken(auditSession(session, { secrets: [secret] })))).toEqual(
      isRunOut ? [] : ['keep-headers'],
    );
  });

  it('beside another without credentials is clean', () => {
    const target = openTarget(id);
    const stranger = { ...target, headers: {} };
    expect(
      listBroken(judge(target, [readAll(target, sizeOf(target, 5)), readAll(stranger, sizeOf(target, 5))])),
    ).toEqual({});
  });
});

it('of pyng, a client that goes on with another version, which is refused, breaks that rule too', () => {
  const target = openTarget('pyng');
  const other = (next: Sent): Sent => withHeader(next, 'pyng-api-version', 'urn:pyng:api:billing:version:v7');
  expect(Object.keys(listBroken(judge(target, [stumble(target, other)])))).toEqual(['keep-headers']);
});
