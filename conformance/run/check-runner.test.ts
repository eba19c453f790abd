import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Area, Check, CheckContext, Inspector } from '../check.ts';
import type { Answer } from '../list/answer.ts';
import { createListClient } from '../list/client.ts';
import type { ProgressState } from '../report/progress.ts';
import type { Result } from '../result.ts';
import { createArea, createCheck, createRequirement, emptyList, loadContract } from '../testing/fake-list.ts';
import { createTestTargets } from '../testing/targets.ts';

import { judgeTarget, openList, runCheck, selectChecks } from './check-runner.ts';
import { createRecord } from './record.ts';

describe('judge target', () => {
  const targets = createTestTargets();
  afterEach(() => targets.close());

  const contract = loadContract('devdraft');

  interface Judged {
    readonly stopped: string | undefined;
    readonly results: readonly Result[];
    readonly progress: readonly ProgressState[];
  }

  interface Options {
    readonly app?: RequestListener;
    readonly maxRequests?: number;
    /** Sees each result when it comes. */
    readonly onResult?: (result: Result) => void;
  }

  async function judge(area: Area, { app = emptyList, maxRequests = 100, onResult }: Options = {}): Promise<Judged> {
    const results: Result[] = [];
    const progress: ProgressState[] = [];
    const record = createRecord(contract, area.derive(contract), (result) => {
      results.push(result);
      onResult?.(result);
      return result;
    });
    const target = targets.open({ app, maxRequests });
    const options = { areas: [area], onProgress: (state: ProgressState) => progress.push(state) };
    return { stopped: await judgeTarget(contract, target, options, record), results, progress };
  }

  /** Looks at every answer, and decides `seen`. */
  const look: Inspector = {
    id: 'probe.look',
    title: 'looks at answers',
    verifies: ['seen'],
    prepare: () => (answer, ledger) => ledger.exercise('seen', `answers ${answer.response.status}`),
  };

  const [a, b, seen] = [createRequirement('a'), createRequirement('b'), createRequirement('seen')];

  function exercise(id: string, parts: Partial<Check> = {}): Check {
    return createCheck(id, async ({ ledger }) => ledger.exercise(id, 'pages'), parts);
  }

  describe('judgeTarget', () => {
    it('runs the checks one after the other, and concludes as soon as nothing more can decide a requirement', async () => {
      const log: string[] = [];
      const note = (id: string, verifies: readonly string[]): Check => {
        return createCheck(
          id,
          async ({ ledger }) => {
            log.push(`check ${id}`);
            ledger.exercise(id, 'pages');
          },
          { verifies },
        );
      };
      const area = createArea([a, b, seen], [note('a', ['a', 'b']), note('b', ['b'])], [look]);
      const { stopped } = await judge(area, { onResult: ({ id, verdict }) => log.push(`${verdict} ${id}`) });
      expect(stopped).toBeUndefined();
      expect(log).toEqual(['check a', 'pass devdraft.a', 'check b', 'pass devdraft.b', 'pass devdraft.seen']);
    });

    it('shows every answer to the inspectors, those of the survey and of the checks', async () => {
      const area = createArea([seen], [], [look]);
      const quiet = await judge(area);
      const asking = createCheck('seen', async ({ list }) => void (await list.ask({ conditions: [] })));
      const { results } = await judge(createArea([seen], [asking], [look]));
      const count = ({ results: [result] }: Pick<Judged, 'results'>): number =>
        Number(/\d+/.exec(result?.reason ?? '')?.[0]);
      expect(count({ results })).toBe(count(quiet) + 1);
    });

    it('tells how far it has come', async () => {
      const violate = createCheck('a', async ({ ledger }) => ledger.violate('a', { summary: 'wrong', answers: [] }));
      const { progress } = await judge(createArea([a, b], [violate, exercise('b')]));
      expect(progress.map(({ done, total, failed, current }) => ({ done, total, failed, current }))).toEqual([
        { done: 0, total: 2, failed: 0, current: 'checks a' },
        { done: 1, total: 2, failed: 1, current: 'checks b' },
      ]);
      expect(progress[0]?.requests).toBeGreaterThan(0);
    });

    it('leaves out checks that decide nothing of interest', async () => {
      const { results } = await judge(
        createArea([a], [exercise('a'), createCheck('b', () => Promise.reject(new Error('b')))]),
      );
      expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([['devdraft.a', 'pass']]);
    });

    it('goes on when a check breaks', async () => {
      const broken = createCheck('a', async () => {
        throw new TypeError('oh');
      });
      const { results, stopped } = await judge(createArea([a, b], [broken, exercise('b')]));
      expect(results.map(({ verdict }) => verdict)).toEqual(['error', 'pass']);
      expect(stopped).toBeUndefined();
    });

    it('ends when it is told to, and says so of whatever is left', async () => {
      const closing = createCheck('a', async ({ list }) => {
        await targets.close();
        await list.ask({ conditions: [] });
      });
      const { results, stopped } = await judge(createArea([a, b], [closing, exercise('b')]));
      expect(stopped).toBe('the target was closed');
      expect(results.map(({ verdict, reason }) => [verdict, reason])).toEqual([
        ['inconclusive', 'The run ended before this was decided: the target was closed.'],
        ['inconclusive', 'The run ended before this was decided: the target was closed.'],
      ]);
    });

    it('ends before the checks when the budget does not last for the survey', async () => {
      const { results, stopped } = await judge(createArea([a], [exercise('a')]), { maxRequests: 1 });
      expect(stopped).toBe('the limit of 1 request is reached');
      expect(results.map(({ verdict }) => verdict)).toEqual(['inconclusive']);
    });

    it('asks once more for a page that is none, and runs no check on what cannot be read', async () => {
      let requests = 0;
      const app: RequestListener = (_, response) => {
        requests += 1;
        response.end('{}');
      };
      const { results } = await judge(createArea([a, seen], [exercise('a')], [look]), { app });
      expect(requests).toBe(2);
      expect(results.map(({ verdict, reason }) => [verdict, reason])).toEqual([
        ['inconclusive', 'Nothing in the responses of the target could have violated this.'],
        ['pass', 'Checked 2 answers 200.'],
      ]);
    });

    it('forgives a page that is none only once', async () => {
      let requests = 0;
      const app: RequestListener = (request, response) => {
        requests += 1;
        if (requests === 1) response.end('{}');
        else emptyList(request, response);
      };
      const { results } = await judge(createArea([a], [exercise('a')]), { app });
      expect(results.map(({ verdict }) => verdict)).toEqual(['pass']);
    });
  });
});

describe('open list', () => {
  const targets = createTestTargets();
  afterEach(() => targets.close());

  const contract = loadContract('devdraft');

  function open(status: number, body = '', headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const target = targets.open({
      app: (_, response) => {
        response.writeHead(status).end(body);
      },
      headers,
    });
    return openList(createListClient(contract, target));
  }

  describe('openList', () => {
    it('asks for the first page, without any parameter', async () => {
      const answer = await openList(createListClient(contract, targets.open({ app: emptyList })));
      expect(new URL(answer.response.url).search).toBe('');
      expect(answer.page?.items).toEqual([]);
    });

    it('gives a success even if it is no page: that is for the checks to judge', async () => {
      expect((await open(200, '<html>')).page).toBeUndefined();
    });

    it.each([
      [401, 'Required headers: X-Client-Key, X-Client-Secret'],
      [404, `The list is expected at the base URL followed by ${contract.path}.`],
      [500, 'The request had no parameters'],
    ])('says what is missing when the answer is %i', async (status, advice) => {
      const opening = open(status, ' No\n  way ');
      await expect(opening).rejects.toMatchObject({ code: 'not-accessible' });
      await expect(opening).rejects.toThrow(`responded with ${status}: No way`);
      await expect(opening).rejects.toThrow(advice);
    });

    it('shows no secret that the target repeats, and no more of a body than fits', async () => {
      const opening = open(401, `${'no '.repeat(200)}`, {});
      await expect(opening).rejects.toThrow(/responded with 401: (no ){99}no\s*\n/);
      const repeated = open(401, 'who is s3cr3t-k3y?', { 'x-client-key': 's3cr3t-k3y' });
      await expect(repeated).rejects.toThrow('who is ***?');
    });

    it('says that nothing answers', async () => {
      const list = createListClient(contract, targets.open({ baseUrl: 'http://127.0.0.1:1' }));
      await expect(openList(list)).rejects.toThrow(/http:\/\/127\.0\.0\.1:1\/.*connection refused/);
      await expect(openList(list)).rejects.toMatchObject({ code: 'not-accessible' });
    });

    it('leaves it a cancellation that the run was cancelled', async () => {
      const list = createListClient(contract, targets.open({ app: emptyList }));
      await targets.close();
      await expect(openList(list)).rejects.toMatchObject({ name: 'PagewrightError', code: 'aborted' });
    });
  });
});

describe('run checks', () => {
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
      const reason = 'the check probe.a failed with an error of the suite itself: RangeError: too far';
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
});
