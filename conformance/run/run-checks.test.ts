import { afterEach, describe, expect, it } from '@jest/globals';
import type { Check, CheckContext } from '../check.ts';
import { createTestTargets } from '../client/testing/create-test-targets.ts';
import { createCheck } from '../testing/create-area.ts';
import { loadContract } from '../testing/load-contract.ts';
import { runCheck, selectChecks } from './run-checks.ts';

const targets = createTestTargets();
afterEach(() => targets.close());

const contract = loadContract('devdraft');

/** What becomes of a check that asks a target, whose budget is two requests, as often as it is told. */
async function outcomeOf(
  run: (ask: () => Promise<unknown>) => Promise<void>,
  statuses: readonly (number | 'reset')[] = [200],
): Promise<unknown> {
  const { target } = targets.openScript(statuses, { maxRequests: 2, retryAfter: '3600' });
  const context = { list: { target } } as unknown as CheckContext;
  const { check: _, ...rest } = await runCheck(
    createCheck('a', () => run(() => target.send({ path: '/' }))),
    context,
  );
  return rest;
}

describe('runCheck', () => {
  it('counts the requests that a check sends', async () => {
    expect(await outcomeOf(async (ask) => void (await ask()))).toEqual({ requests: 1 });
  });

  it('takes it for nobody’s fault that the budget is spent, or that the target wants patience', async () => {
    const spent = await outcomeOf(async (ask) => {
      for (;;) await ask();
    });
    expect(spent).toMatchObject({ requests: 2, interruption: { verdict: 'inconclusive' } });
    const limited = await outcomeOf(async (ask) => void (await ask()), [429]);
    expect(limited).toMatchObject({
      interruption: { verdict: 'inconclusive', reason: expect.stringContaining('429') },
    });
  });

  it('takes a failure of the network for an error', async () => {
    const outcome = await outcomeOf(async (ask) => void (await ask()), ['reset']);
    expect(outcome).toMatchObject({ interruption: { verdict: 'error' } });
  });

  it('takes a fault of the check itself for an error, and names the check', async () => {
    const outcome = await outcomeOf(async () => {
      throw new RangeError('too far');
    });
    const reason = 'the check probe.a broke, which is a fault of the suite: RangeError: too far';
    expect(outcome).toEqual({ requests: 0, interruption: { verdict: 'error', reason } });
  });

  it('says why the run is to end', async () => {
    const outcome = await outcomeOf(async (ask) => {
      await targets.close();
      await ask();
    });
    expect(outcome).toEqual({ requests: 0, stopped: 'the target was closed' });
  });
});

describe('selectChecks', () => {
  it('leaves out what makes no sense for the contract, and what decides nothing of interest', () => {
    const run = async (): Promise<void> => {};
    const checks: readonly Check[] = [
      createCheck('a', run),
      createCheck('b', run, { appliesTo: ({ page }) => page.style === 'links' }),
      createCheck('c', run, { appliesTo: ({ page }) => page.style === 'offset' }),
      createCheck('d', run),
    ];
    const selected = selectChecks(checks, contract, ({ verifies }) => !verifies.includes('d'));
    expect(selected.map(({ id }) => id)).toEqual(['probe.a', 'probe.c']);
  });
});
