import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Area, Check, CheckContext, Inspector } from '../check.ts';
import type { KnownBug } from '../diagnosis/classifier.ts';
import { createKnowledge, diagnose } from '../diagnosis/diagnose.ts';
import { describeInquiry, type Inquiry } from '../diagnosis/question.ts';
import { createLedger, type Findings, type Ledger, type OpenLedger } from '../ledger.ts';
import type { Answer } from '../list/answer.ts';
import { createListClient } from '../list/client.ts';
import type { ProgressState } from '../report/progress.ts';
import type { Requirement } from '../requirement.ts';
import type { Result } from '../result.ts';
import {
  createAnswer,
  createArea,
  createCheck,
  createRequirement,
  emptyList,
  loadContract,
} from '../testing/fake-list.ts';
import { createTestTargets } from '../testing/targets.ts';
import { judgeTarget, openList, runCheck, selectChecks } from './check-runner.ts';
import { copyFindings, createConfirm } from './confirmation.ts';
import { type Circumstances, concludeRequirement, createRecord, type RunRecord } from './record.ts';

describe('check runner', () => {
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
      readonly judging?: Partial<Parameters<typeof judgeTarget>[2]>;
    }

    async function judge(
      area: Area,
      { app = emptyList, maxRequests = 100, onResult, judging = {} }: Options = {},
    ): Promise<Judged> {
      const results: Result[] = [];
      const progress: ProgressState[] = [];
      const record = createRecord(contract, area.derive(contract), (result) => {
        results.push(result);
        onResult?.(result);
        return result;
      });
      const target = targets.open({ app, maxRequests });
      const options = { ...judging, areas: [area], onProgress: (state: ProgressState) => progress.push(state) };
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

    describe('what tells two causes apart', () => {
      const known = (kind: string, seen: readonly string[]): KnownBug => {
        return { contract: 'other', kind, bug: `${kind}-of-others`, seen, met: [] };
      };
      /** Two kinds that both violate `total.counts`, of which one violates `limit.default` as well. */
      const knowledge = createKnowledge(
        [
          known('total-of-page', ['total.counts', 'says the total is wrong', 'limit.default']),
          known('total-ignores-filters', ['total.counts', 'says the total is wrong']),
          known('crash', ['answers.no-server-error']),
        ],
        { threshold: 0.1, steps: [[0.1, 0.5]] },
      );
      const violate = (id: string, requests: number, parts: Partial<Check> = {}): Check => {
        return createCheck(
          id,
          async ({ list, confirm }) => {
            await confirm(async (ledger) => {
              const answers: Answer[] = [];
              for (let index = 0; index < requests; index += 1) {
                answers.push(await list.ask({ conditions: [], limit: index + 1 }));
              }
              ledger.violate(id, { summary: 'the total is wrong', answers: answers.slice(-1) });
            });
          },
          parts,
        );
      };
      const judgeQuickly = async (
        asked: Check,
        maxRequests = 100,
      ): Promise<Judged & { readonly inquiry?: Inquiry }> => {
        let inquiry: Inquiry | undefined;
        const requirements = ['total.counts', 'limit.default'].map((id) => createRequirement(id));
        const judged = await judge(createArea(requirements, [violate('total.counts', 1), asked]), {
          maxRequests,
          judging: {
            profile: 'quick',
            seed: 1,
            knowledge,
            onInquiry: (made) => {
              inquiry = made;
            },
          },
        });
        return { ...judged, ...(inquiry === undefined ? {} : { inquiry }) };
      };

      it('is asked at the end, and decides what a quick run had left out', async () => {
        const { inquiry, results, stopped } = await judgeQuickly(violate('limit.default', 2, { quick: 0 }));
        expect(stopped).toBeUndefined();
        expect(inquiry).toMatchObject({
          requirement: 'devdraft.limit.default',
          kinds: ['total-of-page', 'total-ignores-filters'],
          shares: [1, 0],
        });
        expect(inquiry?.requests).toBeGreaterThan(0);
        expect(results.find(({ id }) => id === 'devdraft.limit.default')).toMatchObject({ verdict: 'fail' });
        const [cause] = describeInquiry(diagnose(contract, results, knowledge), results, inquiry as Inquiry);
        expect(cause).toMatchObject({
          kind: 'total-of-page',
          asked: { summary: expect.stringContaining('it is violated, which speaks for `total-of-page`') },
        });
        expect(cause?.asked).not.toHaveProperty('curl');
      });

      it('is asked with 20 requests at most beside those that were answered before, and stays open after them', async () => {
        const { inquiry, results, stopped } = await judgeQuickly(violate('limit.default', 50, { quick: 0 }));
        expect(stopped).toBeUndefined();
        expect(inquiry).toMatchObject({ requests: 20, curl: expect.stringMatching(/^curl .*take=22/) });
        expect(results.find(({ id }) => id === 'devdraft.limit.default')).toMatchObject({
          verdict: 'inconclusive',
          reason: 'Not tried in a quick run.',
        });
      });

      it('is named with the command where no request is left', async () => {
        const all = await judgeQuickly(exercise('limit.default'));
        expect(all.inquiry).toBeUndefined();
        const spent = all.progress.at(-1)?.requests ?? 0;
        const { inquiry, results } = await judgeQuickly(violate('limit.default', 2, { quick: 0 }), spent);
        expect(inquiry).toMatchObject({ requests: 0, curl: expect.stringMatching(/^curl .*take=/) });
        const [cause] = describeInquiry(diagnose(contract, results, knowledge), results, inquiry as Inquiry);
        expect(cause?.asked?.summary).toContain(
          '`devdraft.limit.default`, which could not be checked, as no request was left',
        );
      });
    });

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

      it('says which parameters the document requires when the request is refused', async () => {
        const declared = {
          name: 'team',
          in: 'query',
          style: 'form',
          explode: true,
          required: true,
          schema: {},
        } as const;
        const stricter = { ...contract, parameters: [...contract.parameters, declared] };
        const app: RequestListener = (_, response) => response.writeHead(400).end();
        const asked = openList(createListClient(stricter, targets.open({ app })));
        await expect(asked).rejects.toThrow('Missing query parameters that the document requires: --query team=…');
        const given = openList(createListClient(stricter, targets.open({ app, query: { team: 'a' } })));
        await expect(given).rejects.not.toThrow('Missing');
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
        expect(outcome).toEqual({ requests: 0, interruption: { verdict: 'error', reason, isInternal: true } });
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
});

describe('record', () => {
  describe('create record', () => {
    const requirements = [createRequirement('a'), createRequirement('b.x'), createRequirement('b.y')];

    function open(judge = (result: Result): Result => result): { record: RunRecord; results: Result[] } {
      const results: Result[] = [];
      const record = createRecord({ id: 'things' }, requirements, (result) => {
        const judged = judge(result);
        results.push(judged);
        return judged;
      });
      return { record, results };
    }

    describe('createRecord', () => {
      it('concludes each requirement once, those that are due first', () => {
        const { record, results } = open();
        record.ledger.exercise('b.x', 'pages');
        record.concludeWhere(({ id }) => id === 'b.x');
        record.concludeWhere(({ id }) => id === 'b.x');
        record.conclude();
        record.conclude();
        expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([
          ['things.b.x', 'pass'],
          ['things.a', 'inconclusive'],
          ['things.b.y', 'inconclusive'],
        ]);
      });

      it('counts what is concluded, and what of it fails in the end', () => {
        const { record } = open((result) => (result.id === 'things.b.x' ? { ...result, verdict: 'waived' } : result));
        for (const id of ['a', 'b.x']) record.ledger.violate(id, { summary: 'wrong', answers: [] });
        expect(record.progress).toEqual({ done: 0, failed: 0 });
        record.conclude();
        expect(record.progress).toEqual({ done: 3, failed: 1 });
      });

      it('adds up the requests of all checks that could decide a requirement', () => {
        const { record, results } = open();
        const check = createCheck('b.*', async () => {});
        record.note({ check, requests: 3 });
        record.note({ check: createCheck('b.y', async () => {}), requests: 4 });
        record.conclude();
        expect(results.map(({ requests }) => requests)).toEqual([0, 3, 7]);
      });

      it('tells of an interrupted check where that kept a requirement from being decided', () => {
        const { record, results } = open();
        record.ledger.exercise('b.x', 'pages');
        const check = createCheck('b.*', async () => {});
        record.note({ check, requests: 1, interruption: { verdict: 'error', reason: 'connection lost' } });
        record.conclude();
        expect(results.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'pass', 'error']);
      });

      it('says of what is left when a run ends early that it ended', () => {
        const { record, results } = open();
        record.conclude('stopped by the user');
        expect(results[0]?.reason).toBe('The run ended before this was decided: stopped by the user.');
      });
    });
  });

  describe('conclude requirement', () => {
    const NOTHING: Findings = { exercised: new Map(), violations: [], violationCount: 0, open: [] };
    const BROKEN: Findings = { ...NOTHING, violations: [{ summary: 'it is wrong', answers: [] }], violationCount: 1 };

    function conclude(
      findings: Partial<Findings>,
      parts: Partial<Requirement> = {},
      circumstances: Partial<Circumstances> = {},
    ): ReturnType<typeof concludeRequirement> {
      const requirement = createRequirement('a', parts);
      return concludeRequirement(
        { id: 'things' },
        requirement,
        { ...NOTHING, ...findings },
        { requests: 0, ...circumstances },
      );
    }

    describe('concludeRequirement', () => {
      it('says what is demanded, of whom, and where that stands', () => {
        expect(conclude({}, { level: 'should', source: 'Paging', area: 'pages' }, { requests: 3 })).toMatchObject({
          id: 'things.a',
          title: 'SHOULD do a',
          level: 'should',
          source: 'Paging',
          area: 'pages',
          requests: 3,
          evidence: [],
        });
        expect(conclude({})).not.toHaveProperty('source');
      });

      it.each([
        ['must', 'fail'],
        ['should', 'warn'],
        ['may', 'note'],
      ] as const)('takes what is wrong with a %s for a %s', (level, verdict) => {
        expect(conclude(BROKEN, { level })).toMatchObject({ verdict, reason: 'It is wrong.' });
      });

      it('says how much more is wrong', () => {
        expect(conclude({ ...BROKEN, violationCount: 4 }).reason).toBe('It is wrong. And 3 more.');
      });

      it('passes what was looked at, and says how much that was', () => {
        const exercised = new Map([
          ['pages', 2],
          ['items', 40],
        ]);
        expect(conclude({ exercised })).toMatchObject({ verdict: 'pass', reason: 'Checked 2 pages, 40 items.' });
        const one = new Map([['pages of another tenant', 1]]);
        expect(conclude({ exercised: one }).reason).toBe('Checked 1 page of another tenant.');
        expect(conclude({ ...BROKEN, exercised }).verdict).toBe('fail');
      });

      it.each<[string, Partial<Findings>, Partial<Requirement>, Partial<Circumstances>, string, string]>([
        [
          'nothing could go wrong',
          {},
          {},
          {},
          'inconclusive',
          'Nothing in the responses of the target could have violated this.',
        ],
        [
          'something is missing',
          { open: ['no two rows tie', 'no row!'] },
          {},
          {},
          'inconclusive',
          'No two rows tie. No row!',
        ],
        ['nobody can check it', {}, { unverifiable: 'it takes a year' }, {}, 'notApplicable', 'It takes a year.'],
        ['a check broke', {}, {}, { interruption: { verdict: 'error', reason: 'no answer' } }, 'error', 'No answer.'],
        [
          'the run ended',
          {},
          {},
          { stopped: 'enough' },
          'inconclusive',
          'The run ended before this was decided: enough.',
        ],
      ])('where %s, says so', (_, findings, parts, circumstances, verdict, reason) => {
        expect(conclude(findings, parts, circumstances)).toMatchObject({ verdict, reason });
      });

      it('prefers what is certain: a violation, what was looked at, why a check broke, what is missing, why the run ended', () => {
        const interruption = { verdict: 'error', reason: 'no answer' } as const;
        const all = { interruption, stopped: 'enough' };
        const open = ['no rows'];
        expect(conclude({ ...BROKEN, open }, {}, all).verdict).toBe('fail');
        expect(conclude({ exercised: new Map([['pages', 1]]), open }, {}, all).verdict).toBe('pass');
        expect(conclude({ open }, {}, all).verdict).toBe('error');
        expect(conclude({ open }, {}, { stopped: 'enough' }).reason).toBe('No rows.');
        expect(conclude({}, { unverifiable: 'it takes a year' }, { stopped: 'enough' }).verdict).toBe('notApplicable');
      });

      it('shows what is wrong: what was expected beside what came, and the requests', () => {
        const answer = createAnswer(loadContract('devdraft'), { url: 'https://staging.example.com/v2/orders?take=1' });
        const violation = { summary: 'it is wrong', expected: 1, received: null, answers: [answer] };
        const { evidence } = conclude({ violations: [violation], violationCount: 1 });
        expect(evidence).toMatchObject([{ demand: 'MUST do a: it is wrong', expected: 1, received: null }]);
        expect(evidence[0]?.exchanges).toEqual([answer.response.exchange]);
        expect(evidence[0]?.curl[0]).toContain("'https://staging.example.com/v2/orders?take=1'");
        expect(conclude(BROKEN).evidence[0]).not.toHaveProperty('expected');
      });
    });
  });
});

describe('confirmation', () => {
  describe('create confirm', () => {
    const requirements: readonly Requirement[] = ['a', 'b'].map((id) => ({
      id,
      demand: '',
      level: 'must',
      area: 'pages',
    }));

    interface Confirmed {
      readonly attempts: number;
      readonly rereads: number;
      readonly a: Findings;
      readonly b: Findings;
    }

    /**
     * @param findings - ids that each attempt finds violated; `b` is exercised by every attempt that does not violate it
     * @param rereads - whether the rows are found unchanged, each time they are read again
     */
    async function confirmWith(
      findings: readonly (readonly string[])[],
      rereads: readonly boolean[],
    ): Promise<Confirmed> {
      const ledger = createLedger(requirements);
      let attempts = 0;
      let reads = 0;
      const reference = { reread: async (): Promise<boolean> => rereads[reads++] ?? true };
      const attempt = async (scratch: Ledger): Promise<void> => {
        const violated = findings[attempts++] ?? [];
        for (const id of violated) scratch.violate(id, { summary: `${id} at ${attempts}`, answers: [] });
        if (!violated.includes('b')) scratch.exercise('b', 'pages');
      };
      await createConfirm(requirements, ledger, reference)(attempt);
      return { attempts, rereads: reads, a: ledger.read('a'), b: ledger.read('b') };
    }

    describe('createConfirm', () => {
      it('believes a clean attempt at once', async () => {
        const { attempts, rereads, b } = await confirmWith([[]], []);
        expect([attempts, rereads, b.exercised.get('pages')]).toEqual([1, 0, 1]);
      });

      it('believes what is wrong twice over the same rows', async () => {
        const { attempts, a, b } = await confirmWith([['a'], ['a']], []);
        expect([attempts, a.violations.map(({ summary }) => summary)]).toEqual([2, ['a at 2']]);
        expect(b.exercised.get('pages')).toBe(1);
      });

      it('leaves open what is wrong only once', async () => {
        const { attempts, a, b } = await confirmWith([['a', 'b'], ['a']], []);
        expect([attempts, a.violationCount, b.violationCount]).toEqual([3, 1, 0]);
        expect([b.open, b.exercised.size]).toEqual([['seen once, but not when repeated: b at 1'], 0]);
        const later = await confirmWith([['a'], ['b']], []);
        expect([later.a.violationCount, later.b.violationCount]).toEqual([0, 0]);
        expect(later.b.open).toEqual(['seen once, but not when repeated: b at 2']);
      });

      it('believes what is wrong two times out of three', async () => {
        const { attempts, a } = await confirmWith([['a'], [], ['a']], []);
        expect([attempts, a.violationCount]).toEqual([3, 1]);
      });

      it('makes only those attempts again that found something', async () => {
        const ledger = createLedger(requirements);
        const runs: string[] = [];
        const attempt =
          (name: string) =>
          async (scratch: Ledger): Promise<void> => {
            runs.push(name);
            if (name === 'bad') scratch.violate('a', { summary: name, answers: [] });
            else scratch.exercise('a', 'pages');
          };
        await createConfirm(requirements, ledger, { reread: async () => true })([attempt('good'), attempt('bad')]);
        expect(runs).toEqual(['good', 'bad', 'bad']);
        expect(ledger.read('a').violationCount).toBe(1);
      });

      it('asks nothing again of what is proved already, and only what it takes to prove the rest', async () => {
        const ledger = createLedger(requirements);
        const runs: string[] = [];
        const attempt =
          (name: string, ...ids: readonly string[]) =>
          async (scratch: Ledger): Promise<void> => {
            runs.push(name);
            for (const id of ids) scratch.violate(id, { summary: name, answers: [] });
          };
        const confirm = createConfirm(requirements, ledger, { reread: async () => true });
        await confirm([attempt('one', 'a'), attempt('both', 'a', 'b'), attempt('other', 'b')]);
        expect(runs).toEqual(['one', 'both', 'other', 'both']);
        // The others are evidence, too.
        expect(ledger.read('a').violationCount).toBe(2);
        await confirm(attempt('later', 'a'));
        expect(runs.slice(4)).toEqual(['later']);
        expect(ledger.read('a').violationCount).toBe(3);
      });

      it('looks for another proof where one attempt does not find it again', async () => {
        const ledger = createLedger(requirements);
        let count = 0;
        const passing = async (scratch: Ledger): Promise<void> => {
          count += 1;
          if (count === 1) for (const id of ['a', 'b']) scratch.violate(id, { summary: 'once', answers: [] });
        };
        const steady = async (scratch: Ledger): Promise<void> => scratch.violate('a', { summary: 'ever', answers: [] });
        await createConfirm(requirements, ledger, { reread: async () => true })([passing, steady]);
        expect([ledger.read('a').violationCount > 0, ledger.read('b').violationCount]).toEqual([true, 0]);
      });

      it('lets answers be remembered in first attempts only', async () => {
        const ledger = createLedger(requirements);
        const log: unknown[] = [];
        const reference = { reread: async (): Promise<boolean> => log.push('reread') > 0 };
        const remember = (on: boolean): void => void log.push(on);
        const attempt = async (scratch: Ledger): Promise<void> => {
          log.push('attempt');
          scratch.violate('a', { summary: 'wrong', answers: [] });
        };
        await createConfirm(requirements, ledger, reference, remember)(attempt);
        expect(log).toEqual([true, 'attempt', false, 'reread', 'attempt', 'reread']);
      });

      it('tries again while the rows change, and gives up in the end', async () => {
        const settled = await confirmWith([['a'], ['a'], ['a']], [false, true, true]);
        expect([settled.attempts, settled.a.violationCount]).toEqual([3, 1]);
        const restless = await confirmWith([['a'], ['a'], ['a'], ['a']], [false, false, false, false, false, false]);
        expect([restless.a.violationCount, restless.a.open]).toEqual([
          0,
          ['the rows changed during the check: a at 3'],
        ]);
        expect(restless.attempts).toBe(3);
      });

      it('forgets what a change of the rows explains', async () => {
        const { a, b } = await confirmWith([['a'], []], [false]);
        expect([a.violationCount, b.exercised.get('pages')]).toEqual([0, 1]);
      });
    });
  });

  describe('copy findings', () => {
    const requirements = [{ id: 'broken' }, { id: 'kept' }, { id: 'open' }];

    function fill(): OpenLedger {
      const ledger = createLedger(requirements);
      ledger.exercise('broken', 'pages', 2);
      ledger.violate('broken', { summary: 'a row is lost', answers: [] });
      ledger.exercise('kept', 'pages', 3);
      ledger.leaveOpen('open', 'there are no ties');
      return ledger;
    }

    describe('copyFindings', () => {
      it('copies what is believed', () => {
        const to = createLedger(requirements);
        copyFindings(fill(), to, { confirms: () => true, doubt: '' });
        expect(to.read('broken')).toMatchObject({ violationCount: 1, exercised: new Map() });
        expect([...to.read('kept').exercised]).toEqual([['pages', 3]]);
        expect(to.read('open').open).toEqual(['there are no ties']);
      });

      it('leaves open what is not', () => {
        const to = createLedger(requirements);
        copyFindings(fill(), to, { confirms: () => false, doubt: 'the rows changed' });
        expect(to.read('broken')).toMatchObject({ violationCount: 0, open: ['the rows changed: a row is lost'] });
      });

      it('passes over what it is told to', () => {
        const to = createLedger(requirements);
        copyFindings(fill(), to, { confirms: () => true, doubt: '', skips: (id) => id !== 'kept' });
        expect([...to.touched]).toEqual(['kept']);
      });
    });
  });
});
