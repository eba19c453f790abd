import { beforeAll, describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../src/contract/error.ts';
import { createMock } from '../src/index.ts';
import { profile } from '../src/testing/runs.ts';
import { VALID_CONTRACT, writeContract } from '../src/testing/write-contract.ts';
import type { TargetOptions } from './client/settings.ts';
import {
  type ConformanceTarget,
  type DescribeOptions,
  describeConformance,
  describeFailure,
  describeOpenEnds,
  findFramework,
  type Outcome,
  requireConformance,
  requireDecisions,
  runOnce,
  type TestFramework,
} from './jest.ts';
import type { Report, Verdict } from './result.ts';
import { createArea, createCheck, createRequirement, emptyList, loadContract } from './testing/fake-list.ts';
import { createRecorder, type RecordedTest, runJest } from './testing/jest.ts';
import { callerOf, openBrokenMock } from './testing/mock-target.ts';
import { createEvidence, createReport, createResult } from './testing/results.ts';
import { createTestServers } from './testing/servers.ts';

describe('describe conformance', () => {
  interface Described {
    readonly tests: readonly RecordedTest[];
    readonly printed: readonly string[];
  }

  async function run(target: ConformanceTarget, options: DescribeOptions = {}): Promise<Described> {
    const framework = createRecorder();
    const printed: string[] = [];
    describeConformance(target, { framework, print: (text) => printed.push(text), ...options });
    return { tests: await framework.run(), printed };
  }

  function namesOf({ tests }: Described, outcome: RecordedTest['outcome']): readonly string[] {
    return tests.filter((test) => test.outcome === outcome).map(({ name }) => name);
  }

  const AREAS = [
    createArea(
      ['good', 'wrong', 'doubtful', 'never'].map((id) => {
        return createRequirement(id, {
          ...(id === 'doubtful' ? { level: 'should' } : {}),
          ...(id === 'never' ? { unverifiable: 'It takes a year.' } : {}),
        });
      }),
      [
        createCheck('good', async ({ ledger }) => ledger.exercise('good', 'pages')),
        createCheck('wrong', async ({ ledger }) => ledger.violate('wrong', { summary: 'it is wrong', answers: [] })),
        createCheck('doubtful', async ({ ledger }) =>
          ledger.violate('doubtful', { summary: 'it is odd', answers: [] }),
        ),
      ],
    ),
  ];
  const PROBE: ConformanceTarget = { contract: 'devdraft', app: emptyList };

  describe('describeConformance', () => {
    it('registers a test for each requirement, and asks nothing of anybody yet', () => {
      const framework = createRecorder();
      const open = (): never => {
        throw new Error('it is asked too early');
      };
      describeConformance({ contract: writeContract(VALID_CONTRACT), open }, { framework });
      expect(framework.names.length).toBeGreaterThan(40);
      expect(framework.names[0]).toBe(
        'things conforms to its contract › is readable, and returns enough to be checked',
      );
      expect(framework.names).toContain(
        'things conforms to its contract › shape › things.media-type: MUST return pages as application/json',
      );
      expect(new Set(framework.names).size).toBe(framework.names.length);
    });

    it('lets every test of a conforming app pass, and prints what was not decided', async () => {
      await using mock = await createMock({ contract: 'devdraft', listen: false });
      const { roles: _, ...caller } = callerOf('devdraft');
      const only = ['*.total.*', '*.walk.*', '*.media-type', '*.other-tenant.*'];
      const described = await run({ contract: 'devdraft', app: mock.app, ...caller }, { only });
      expect(namesOf(described, 'failed')).toEqual([]);
      expect(namesOf(described, 'skipped')).toEqual([]);
      expect(namesOf(described, 'passed').length).toBeGreaterThan(6);
      expect(described.printed.join('\n')).toContain('\n  not decided: devdraft.access.other-tenant.no-rows: ');
    });

    it('fails for what is violated and says how, and skips what no check can decide', async () => {
      const described = await run(PROBE, { areas: AREAS });
      const probe = 'devdraft conforms to its contract › probe › devdraft';
      expect(namesOf(described, 'failed')).toEqual([`${probe}.wrong: MUST do wrong`]);
      expect(namesOf(described, 'skipped')).toEqual([`${probe}.never: MUST do never`]);
      expect(described.tests.find(({ outcome }) => outcome === 'failed')?.message).toContain('It is wrong.');
      expect(described.printed[0]).toContain('  warning: devdraft.doubtful: It is odd.');
    });

    it('is as strict and as lenient as it is told, and hands over the report', async () => {
      const reports: Report[] = [];
      const waivers = [{ id: 'devdraft.wrong', reason: 'being repaired', expires: '2026-03-31' }];
      const options = { areas: AREAS, strict: true, waivers, today: '2026-03-31' };
      const described = await run(PROBE, { ...options, onReport: (report) => void reports.push(report) });
      expect(namesOf(described, 'failed')).toEqual([expect.stringContaining('devdraft.doubtful')]);
      expect(described.printed[0]).toContain('  waived: devdraft.wrong: It is wrong. Until 2026-03-31: being repaired');
      expect(reports.map(({ summary }) => [summary.fail, summary.waived])).toEqual([[1, 1]]);
      expect(namesOf(await run(PROBE, { ...options, today: '2026-04-01' }), 'failed')).toHaveLength(2);
    });

    it('registers only what is named', async () => {
      const { tests } = await run(PROBE, { areas: AREAS, only: ['*.good'] });
      expect(tests.map(({ name }) => name.split(' › ').at(-1))).toEqual([
        'is readable, and returns enough to be checked',
        'devdraft.good: MUST do good',
      ]);
      expect(() => describeConformance(PROBE, { framework: createRecorder(), only: ['*.god'] })).toThrow(TypeError);
    });

    it('tells once why a list cannot be read', async () => {
      const { tests } = await run({ contract: 'devdraft', baseUrl: 'http://127.0.0.1:1' }, { areas: AREAS });
      const messages = tests.filter(({ outcome }) => outcome === 'failed').map(({ message }) => message);
      expect(messages[0]).toContain('connection refused');
      expect(messages.slice(1)).toEqual(Array(3).fill('not checked; see the first test'));
    });

    it('refuses a waivers file that is not there, before any test', () => {
      expect(() => describeConformance(PROBE, { framework: createRecorder(), waivers: 'none.yaml' })).toThrow(
        'none.yaml',
      );
    });

    it('judges apps that are wrong', async () => {
      await using broken = await openBrokenMock('devdraft', (page, query) => {
        const { data, ...rest } = page as { readonly data: readonly object[] };
        return query.has('email') ? { ...rest, data: [] } : page;
      });
      const described = await run(
        { contract: 'devdraft', app: broken.app, ...callerOf('devdraft') },
        { only: ['*.filter.email.all-matching', '*.filter.name.all-matching'] },
      );
      const failed = namesOf(described, 'failed').map((name) => /devdraft\.[^:]+/.exec(name)?.[0]);
      expect(failed).toContain('devdraft.filter.email.all-matching');
      expect(failed.join()).not.toContain('filter.name');
    });
  });

  // A Jest of its own loads everything again: a repetition of what is above, and of the installed package in CI.
  if (profile() === 'whole')
    it('takes a target from the environment, and fails the tests of a Jest whose requirements it violates', async () => {
      await using broken = await openBrokenMock('devdraft', (page) => ({ ...page, total: Number(page['total']) + 1 }));
      const servers = createTestServers();
      const { exitCode, message, output, tests } = await runJest('**/conformance/testing/target.spec.ts', {
        PAGEWRIGHT_BASE_URL: await servers.http(broken.app),
        PAGEWRIGHT_CONTRACT: 'devdraft',
        PAGEWRIGHT_HEADERS: JSON.stringify(callerOf('devdraft').headers),
        PAGEWRIGHT_ONLY: '*.total.*,*.walk.*,*.other-tenant.*',
      }).finally(() => servers.close());
      expect(exitCode).toBe(1);
      expect(message).not.toContain('failed to run');
      const failed = tests.filter(({ status }) => status === 'failed');
      const total = failed.find(({ fullName }) => fullName.includes(' devdraft.total.counts: MUST '));
      expect(total?.failureMessages[0]).toMatch(/^MUST .*expected {2}\d+\nreceived {2}\d+\nreproduce curl /s);
      expect(total?.failureMessages[0]).not.toContain('jest.ts');
      expect(tests.filter(({ status }) => status === 'passed').length).toBeGreaterThan(4);
      expect(output).toContain('  not decided: devdraft.');
    });
});

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
      expect(await run({ baseUrl: 'http://127.0.0.1:1' })).toMatchObject({ failure: { code: 'not-accessible' } });
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

describe('require conformance', () => {
  function thrownBy(body: () => void): Error | undefined {
    try {
      body();
    } catch (error) {
      return error as Error;
    }
    return undefined;
  }

  describe('requireDecisions', () => {
    const decide = (report: Report): string | undefined => thrownBy(() => requireDecisions({ report }))?.message;

    it('is content with a run that came to its end and decided something', () => {
      expect(decide(createReport({ verdict: 'pass' }))).toBeUndefined();
      expect(decide(createReport({ verdict: 'fail' }))).toBeUndefined();
    });

    it('takes a run that ended early, or decided nothing, for a failure', () => {
      expect(decide(createReport({ stopped: 'the budget is spent' }))).toBe('the run ended early: the budget is spent');
      expect(decide(createReport({ verdict: 'inconclusive' }))).toContain('no requirement could be decided');
    });

    it('throws what kept a run from reporting, without a stack where it is the target’s doing', () => {
      const failure = new RangeError('a fault');
      expect(thrownBy(() => requireDecisions({ failure }))).toBe(failure);
      const refused = thrownBy(() =>
        requireDecisions({ failure: new PagewrightError('not-accessible', 'answers 401') }),
      );
      expect([refused?.message, refused?.stack]).toEqual(['answers 401', 'answers 401']);
    });
  });

  describe('requireConformance', () => {
    const judge = (verdict: Verdict): string | undefined => {
      return thrownBy(() => requireConformance({ report: createReport({ verdicts: [verdict] }) }, 'orders.0'))?.message;
    };

    it.each(['pass', 'warn', 'note', 'inconclusive', 'notApplicable', 'waived'] as const)('lets %s pass', (verdict) => {
      expect(judge(verdict)).toBeUndefined();
    });

    it('fails for a violation, and for what kept it from being decided', () => {
      expect(judge('fail')).toMatch(/^MUST list the newest order first\norders\.0/);
      expect(judge('error')).toMatch(/^could not be decided/);
    });

    it('fails for what was not looked at', () => {
      expect(() => requireConformance({ failure: new Error('no') }, 'orders.0')).toThrow('see the first test');
      expect(() => requireConformance({ report: createReport() }, 'orders.0')).toThrow('not decided');
    });
  });
});

describe('describeFailure', () => {
  it('says what is demanded and why it is not met, and shows it', () => {
    const evidence = createEvidence({
      demand: 'MUST count all rows: page 1 has a total of 11',
      expected: 10,
      received: 11,
      curl: ["curl 'http://127.0.0.1/orders'"],
    });
    const text = describeFailure(
      createResult({ verdict: 'fail', title: 'MUST count all rows', reason: 'Page 1 has 11.', evidence: [evidence] }),
    );
    expect(text.split('\n')).toEqual([
      'MUST count all rows',
      'orders.order.default · Orders API, section 3.1',
      'Page 1 has 11.',
      '',
      'required  MUST count all rows: page 1 has a total of 11',
      'expected  10',
      'received  11',
      "reproduce curl 'http://127.0.0.1/orders'",
    ]);
  });

  it('names the cause', () => {
    const cause = { title: 'The total is\nof the page', summary: '', explains: [], curl: [] };
    const text = describeFailure(createResult({ verdict: 'fail' }), cause);
    expect(text.split('\n').slice(-2)).toEqual(['', 'Most likely cause: The total is of the page.']);
  });

  it('tells what could not be decided from what is wrong', () => {
    const result = createResult({ verdict: 'error', reason: 'The connection was closed.' });
    expect(describeFailure(result)).toBe('could not be decided\nThe connection was closed.');
  });
});

describe('describeOpenEnds', () => {
  it('has nothing to say of what was decided, or can never be', () => {
    expect(describeOpenEnds(createReport({ verdicts: ['pass', 'fail', 'error', 'notApplicable'] }))).toBeUndefined();
  });

  it('lists warnings, notes, what is waived and what was not decided, with the reason', () => {
    const waiver = { id: 'orders.w', reason: 'being repaired', expires: '2026-03-31' };
    const results = [
      createResult({ id: 'orders.i', verdict: 'inconclusive', reason: 'No rows\ntie.' }),
      createResult({ id: 'orders.p' }),
      createResult({ id: 'orders.w', verdict: 'waived', reason: 'It is wrong.', waiver }),
      createResult({ id: 'orders.a', verdict: 'warn', reason: 'It is odd.' }),
    ];
    expect(describeOpenEnds(createReport({ results, requests: 1 }))?.split('\n')).toEqual([
      'orders at https://staging.example.com/v2: 1 passed, 1 warning, 1 inconclusive, 1 waived, 1 request',
      '  warning: orders.a: It is odd.',
      '  waived: orders.w: It is wrong. Until 2026-03-31: being repaired',
      '  not decided: orders.i: No rows tie.',
    ]);
  });
});

describe('findFramework', () => {
  it('takes the globals of a test file', () => {
    const globals = globalThis as unknown as Record<string, unknown>;
    expect(findFramework().describe).toBe(globals['describe']);
  });

  it('takes what is imported just as well', () => {
    const imported: TestFramework = { describe, it, beforeAll };
    expect(findFramework(imported)).toEqual(imported);
  });

  it('says what to do where there are none', () => {
    const { beforeAll: _, ...incomplete } = createRecorder();
    expect(() => findFramework({})).toThrow('call this in a test file');
    expect(() => findFramework(incomplete)).toThrow(TypeError);
  });
});
