import { describe, expect, it } from '@jest/globals';
import type { TargetOptions } from '../client/target.ts';
import { createArea, createCheck, createRequirement } from '../testing/create-area.ts';
import { emptyList } from '../testing/empty-list.ts';
import { loadContract } from '../testing/load-contract.ts';
import type { ConformanceTarget } from './conformance-target.ts';
import { type Outcome, runOnce } from './run-once.ts';

describe('run once', () => {
const contract = loadContract('devdraft');
const exercise = createCheck('a', async ({ ledger }) => ledger.exercise('a', 'pages'));
const areas = [createArea([createRequirement('a')], [exercise])];

function run(
  target: object,
  parts: { readonly areas?: typeof areas; readonly timeoutMs?: number } = {},
): Promise<Outcome> {
  const { timeoutMs = 60_000, ...options } = parts;
  return runOnce(contract, { contract, ...target } as ConformanceTarget, { areas, ...options }, timeoutMs);
}

describe('runOnce', () => {
  it('reports on an app, and on what is opened only then', async () => {
    expect(await run({ app: emptyList })).toMatchObject({ report: { verdict: 'pass' } });
    const open = async (): Promise<TargetOptions> => ({ app: emptyList });
    expect(await run({ open })).toMatchObject({ report: { verdict: 'pass' } });
  });

  it('keeps what was thrown', async () => {
    expect(await run({ baseUrl: 'http://127.0.0.1:1' })).toMatchObject({ failure: { name: 'NotAccessibleError' } });
    expect(await run({})).toMatchObject({ failure: { name: 'TypeError' } });
    const failure = new Error('no server');
    expect(await run({ open: () => Promise.reject(failure) })).toEqual({ failure });
  });

  it('ends a run that takes too long, and has its report nevertheless', async () => {
    const endless = createCheck('a', async ({ list }) => {
      for (;;) await list.ask({ conditions: [] });
    });
    const options = { areas: [createArea([createRequirement('a')], [endless])], timeoutMs: 50 };
    const { report } = await run({ app: emptyList, maxRequests: 1_000_000 }, options);
    expect(report?.stopped).toBe('the run took longer than 50 ms');
  });
});
});
