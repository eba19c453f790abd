import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../../journal/exchange.ts';
import { loadContract } from '../../mock/testing/load-contract.ts';
import { ask } from '../testing/requests.ts';
import { openSession } from '../testing/session.ts';
import { openTarget } from '../testing/target.ts';
import { assignStrays } from './assign-strays.ts';

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
  Object.fromEntries([...assignStrays(exchanges, contracts, findSecrets)].map(([id, { length }]) => [id, length]));

describe('assignStrays', () => {
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
