import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Area, Check, Inspector } from '../check.ts';
import { createTestTargets } from '../client/testing/create-test-targets.ts';
import type { ProgressState } from '../report/create-progress.ts';
import type { Result } from '../result.ts';
import { createArea, createCheck, createRequirement } from '../testing/create-area.ts';
import { emptyList } from '../testing/empty-list.ts';
import { loadContract } from '../testing/load-contract.ts';
import { createRecord } from './create-record.ts';
import { judgeTarget } from './judge-target.ts';

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
    expect(stopped).toBe('the budget of 1 requests is spent');
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
      ['inconclusive', 'Nothing that the target showed could have gone wrong here.'],
      ['pass', 'Looked at 2 answers 200.'],
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
