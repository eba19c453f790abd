import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { profile } from '../../testing/runs.ts';
import { createMock, type Mock } from '../mock.ts';
import { openSampleMock } from '../testing/sample.ts';
import type { CheckRun, CheckSettings } from './check-run.ts';
import type { CheckListener } from './checks.ts';

/** Runs the suite to its end. */
async function runCheck({ checks }: Pick<Mock, 'checks'>, settings: CheckSettings = {}): Promise<CheckRun> {
  const { id } = await checks.start(settings);
  return waitFor({ checks }, id);
}

function waitFor({ checks }: Pick<Mock, 'checks'>, id: number, listener: CheckListener = {}): Promise<CheckRun> {
  return new Promise((resolve) => checks.follow(id, { ...listener, end: resolve }));
}

describe('a check of the mock itself', () => {
  it('passes in every contract’s own scenario, and decides what needs other callers', async () => {
    await using mock = await createMock({ contract: 'pyng' });
    const run = await runCheck(mock, {
      seed: 7,
      ...(profile() === 'quick' && { only: ['pyng.access.*', 'pyng.total.*'] }),
    });
    expect(run).toMatchObject({ state: 'done', verdict: 'pass', isOwn: true, target: mock.url, scenario: 'demo' });
    const { report } = mock.checks.read(run.id);
    const roles = report?.results.filter(({ id }) => /expired|insufficient-scope/.test(id)) ?? [];
    expect(roles.map(({ verdict }) => verdict)).not.toContain('inconclusive');
    expect(run.areas.reduce((sum, { done }) => sum + done, 0)).toBe(report?.results.length);
  });

  it('is made in the session, marked in its journal, and no part of the audit', async () => {
    await using mock = await openSampleMock();
    const session = mock.session('nightly');
    const { requests } = await runCheck(session, { only: ['orders.total.*'] });
    const senders = new Set(session.journal.list().map(({ by }) => by));
    expect(requests).toBeGreaterThan(0);
    expect([...senders]).toEqual(['suite']);
    expect(mock.journal.list()).toEqual([]);
    expect(session.audit().requests).toBe(0);
  });

  it('finds the bug that the session pretends to have, by the address that callers know', async () => {
    await using mock = await openSampleMock();
    await mock.deviations.on('total-of-page');
    const seen: string[] = [];
    const { id } = await mock.checks.start({ only: ['orders.total.*'] });
    const run = await waitFor(mock, id, { result: ({ verdict }) => seen.push(verdict) });
    expect(run).toMatchObject({ verdict: 'fail', deviation: 'total-of-page' });
    expect(seen).toContain('fail');
    const text = mock.checks.report(id, 'markdown');
    expect(text).toContain(mock.url);
    expect(mock.checks.windows(id, 'orders.total.same')).toMatchObject([
      { request: 1, status: 200, count: 0, total: 0 },
    ]);
    expect(() => mock.checks.windows(id, 'orders.total.count')).toThrow('did you mean orders.total.counts?');
    expect(new Set(text.match(/127\.0\.0\.1:\d+/g))).toEqual(new Set([new URL(mock.url).host]));
  });

  it('tells which rows the pages of a proof had', async () => {
    await using mock = await openSampleMock();
    await mock.deviations.on('boundary-row-repeated');
    const { id } = await runCheck(mock, { only: ['orders.walk.*'] });
    const failed = mock.checks.read(id).report?.results.filter(({ verdict }) => verdict === 'fail') ?? [];
    const walks = failed.map((result) => mock.checks.windows(id, result.id).flatMap(({ identities }) => identities));
    expect(walks.some((rows) => new Set(rows).size < rows.length)).toBe(true);
    const [window] = mock.checks.windows(id, failed[0]?.id ?? '');
    expect(mock.journal.list().find((one) => one.id === window?.exchange)).toMatchObject({ by: 'suite' });
    expect(mock.checks.read(id).report?.causes?.[0]?.picture?.repeated).not.toEqual([]);
  });

  it('has an id of its own, whoever else begins one at the same time', async () => {
    await using mock = await openSampleMock();
    const only = ['orders.total.*'];
    const runs = await Promise.all([mock.checks.start({ only }), mock.checks.start({ only })]);
    expect(runs.map(({ id }) => id)).toEqual([1, 2]);
    await Promise.all(runs.map(({ id }) => waitFor(mock, id)));
    expect(mock.checks.list().map(({ id }) => id)).toEqual([2, 1]);
  });

  it('works where the mock does not listen', async () => {
    await using mock = await openSampleMock({ listen: false });
    expect(await runCheck(mock, { only: ['orders.total.*'] })).toMatchObject({ state: 'done', verdict: 'pass' });
  });
});

describe('a check of another server', () => {
  it('sends the credentials that are given, and shows them nowhere', async () => {
    await using target = await openSampleMock();
    await using mock = await openSampleMock();
    const settings = {
      baseUrl: target.url,
      headers: target.headers,
      parameters: { shop: new URL(target.listUrl).pathname.split('/')[2] ?? '' },
    };
    const asked: string[] = [];
    const { id } = await mock.checks.start({ ...settings, only: ['orders.total.*'] });
    const run = await waitFor(mock, id, { progress: ({ request = '' }) => asked.push(request) });
    expect(run).toMatchObject({ target: target.url, isOwn: false });
    const kept = JSON.stringify([mock.checks.list(), mock.checks.report(id, 'json'), asked]);
    expect(asked.some((one) => one.startsWith(`GET ${target.url}/`))).toBe(true);
    expect(kept).not.toContain('secret-a');
    expect(mock.journal.list()).toEqual([]);
  });

  it('says why a server cannot be checked', async () => {
    await using mock = await createMock({ contract: 'devdraft' });
    const run = await runCheck(mock, { baseUrl: 'http://127.0.0.1:1' });
    expect(run.state).toBe('failed');
    expect(run.message).toMatch(/127\.0\.0\.1:1/);
    expect(() => mock.checks.report(run.id, 'json')).toThrow(/could not be run/);
  });

  it.each([
    [{ baseUrl: 'ftp://x', parameters: { siteId: 'a' } }, /Invalid base/],
    [{ baseUrl: 'http://127.0.0.1:1' }, /siteId/],
    [{ only: ['nope'] }, /Unknown requirement nope/],
    [{ seed: -1 }, /Invalid seed/],
    [{ profile: 'slow' as 'quick' }, /Invalid profile/],
    [{ maxRequests: 0 }, /Invalid maxRequests/],
    [{ contract: 'nope' }, /nope/],
  ])('rejects %j', async (settings, message) => {
    await using mock = await createMock({ contract: 'pyng' });
    await expect(mock.checks.start(settings)).rejects.toThrow(message);
    expect(mock.checks.list()).toEqual([]);
  });
});

describe('runs', () => {
  it('stop, keep what was found, and are bounded', async () => {
    // A server that never answers.
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    await using mock = await createMock({ contract: 'devdraft' });
    const settings = { baseUrl: `http://127.0.0.1:${port}` };
    const runs = [await mock.checks.start(settings), await mock.checks.start(settings)];
    await expect(mock.checks.start(settings)).rejects.toThrow(/Too many checks/);
    const ended = runs.map(({ id }) => waitFor(mock, id));
    for (const { id } of runs) mock.checks.stop(id);
    expect((await Promise.all(ended)).map(({ state }) => state)).toEqual(['stopped', 'stopped']);
    expect(mock.checks.read(1).report?.stopped).toContain('stopped by the user');
    expect(mock.checks.compare(1, 2)).toMatchObject({ regressed: false });
    mock.checks.stop(1);
    expect(mock.checks.list().map(({ id }) => id)).toEqual([2]);
    expect(() => mock.checks.read(1)).toThrow('Unknown check 1: there are 2');
    silent.closeAllConnections();
    silent.close();
  });

  it('end with their session', async () => {
    await using mock = await openSampleMock();
    const session = mock.sessions.create({ id: 'short' });
    const { id } = await session.checks.start();
    const ended = waitFor(session, id);
    mock.sessions.remove('short');
    expect(await ended).toMatchObject({ state: 'stopped', message: expect.stringContaining('the session ended') });
  });
});
