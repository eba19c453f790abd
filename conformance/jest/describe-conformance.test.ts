import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../../src/contract/testing/write-contract.ts';
import { createMock } from '../../src/index.ts';
import type { Report } from '../result.ts';
import { createArea, createCheck, createRequirement } from '../testing/create-area.ts';
import { emptyList } from '../testing/empty-list.ts';
import { openBrokenMock } from '../testing/open-broken-mock.ts';
import { callerOf, openMockTarget } from '../testing/open-mock-target.ts';
import type { ConformanceTarget } from './conformance-target.ts';
import { type DescribeOptions, describeConformance } from './describe-conformance.ts';
import { createRecorder, type RecordedTest } from './testing/create-recorder.ts';
import { runJest } from './testing/run-jest.ts';

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
      createCheck('doubtful', async ({ ledger }) => ledger.violate('doubtful', { summary: 'it is odd', answers: [] })),
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
    expect(framework.names[0]).toBe('things conforms to its contract › can be read, and shows enough to be judged');
    expect(framework.names).toContain(
      'things conforms to its contract › shape › things.media-type: MUST send pages as application/json',
    );
    expect(new Set(framework.names).size).toBe(framework.names.length);
  });

  it('lets every test of a conforming app pass, and prints what was not decided', async () => {
    await using mock = await createMock({ contract: 'devdraft', listen: false });
    const { roles: _, ...caller } = callerOf('devdraft');
    const described = await run({ contract: 'devdraft', app: mock.app, ...caller });
    expect(namesOf(described, 'failed')).toEqual([]);
    expect(namesOf(described, 'skipped')).toEqual([]);
    expect(namesOf(described, 'passed').length).toBeGreaterThan(80);
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
      'can be read, and shows enough to be judged',
      'devdraft.good: MUST do good',
    ]);
    expect(() => describeConformance(PROBE, { framework: createRecorder(), only: ['*.god'] })).toThrow(TypeError);
  });

  it('tells once why a list cannot be read', async () => {
    const { tests } = await run({ contract: 'devdraft', baseUrl: 'http://127.0.0.1:1' }, { areas: AREAS });
    const messages = tests.filter(({ outcome }) => outcome === 'failed').map(({ message }) => message);
    expect(messages[0]).toContain('nothing listens there');
    expect(messages.slice(1)).toEqual(Array(3).fill('was not looked at; the first test says why'));
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
      { only: ['*.filter.email.*', '*.filter.name.*'] },
    );
    const failed = namesOf(described, 'failed').map((name) => /devdraft\.[^:]+/.exec(name)?.[0]);
    expect(failed).toContain('devdraft.filter.email.all-matching');
    expect(failed.join()).not.toContain('filter.name');
  });
});

describe('in a Jest of its own', () => {
  it('makes the tests fail whose requirements an app violates', async () => {
    const { exitCode, tests, output } = await runJest('**/jest/testing/broken.spec.ts');
    expect(exitCode).toBe(1);
    const failed = tests.filter(({ status }) => status === 'failed');
    const total = failed.find(({ fullName }) => fullName.includes(' devdraft.total.counts: MUST count all rows'));
    expect(total?.failureMessages[0]).toMatch(
      /^MUST count all rows.*expected {2}\d+\nreceived {2}\d+\nshow it {3}curl /s,
    );
    expect(total?.failureMessages[0]).not.toContain('describe-conformance.ts');
    expect(failed.length).toBeLessThan(10);
    expect(tests.filter(({ status }) => status === 'passed').length).toBeGreaterThan(80);
    expect(tests.filter(({ status }) => status === 'pending')).toEqual([]);
    expect(output).toContain('  not decided: devdraft.');
  }, 60_000);

  it('takes its target from the environment', async () => {
    await using mock = await openMockTarget('devdraft');
    const { headers } = callerOf('devdraft');
    const env = {
      PAGEWRIGHT_BASE_URL: await mock.target.locate(),
      PAGEWRIGHT_CONTRACT: 'devdraft',
      PAGEWRIGHT_HEADERS: JSON.stringify(headers),
      PAGEWRIGHT_ONLY: '*.total.*,*.walk.*',
    };
    const run = await runJest('**/conformance/testing/target.spec.ts', env);
    expect([run.exitCode, run.message]).toEqual([0, '']);
    expect(run.tests.filter(({ status }) => status === 'passed').length).toBeGreaterThan(4);
    const wrong = await runJest('**/conformance/testing/target.spec.ts', { ...env, PAGEWRIGHT_HEADERS: 'none' });
    expect(wrong.exitCode).toBe(1);
    expect(wrong.message).toContain('PAGEWRIGHT_HEADERS: expected JSON');
  }, 60_000);
});
});
