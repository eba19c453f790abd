import { describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../../src/contract/error.ts';
import { VALID_CONTRACT, writeContract } from '../../src/testing/write-contract.ts';
import type { Area, Check, Inspector } from '../check.ts';
import type { TargetOptions } from '../client/settings.ts';
import { EVERYTHING } from '../list/query.ts';
import { matchIds } from '../requirement.ts';
import type { Report, Result } from '../result.ts';
import { createArea, createCheck, createRequirement, emptyList, loadContract } from '../testing/fake-list.ts';
import { createChannel, type RunOptions, type RunTarget, resolveContract, runConformance } from './conformance-run.ts';
import { deriveRequirements, listRequirements, selectRequirements } from './requirements.ts';

describe('conformance run', () => {
  describe('run conformance', () => {
    const contract = loadContract('devdraft');

    const violate = (id: string): Check =>
      createCheck(id, async ({ ledger }) => ledger.violate(id, { summary: `${id} is wrong`, answers: [] }));
    const exercise = (id: string): Check => createCheck(id, async ({ ledger }) => ledger.exercise(id, 'pages'));

    const AREA = createArea(
      [
        createRequirement('good'),
        createRequirement('wrong'),
        createRequirement('doubtful', { level: 'should' }),
        createRequirement('other', { level: 'may' }),
      ],
      [exercise('good'), violate('wrong'), violate('doubtful'), violate('other')],
    );

    function run(
      options: RunOptions = {},
      area: Area = AREA,
      target: TargetOptions = { app: emptyList },
    ): Promise<Report> {
      return runConformance({ contract, ...target }, { areas: [area], ...options }).report;
    }

    async function read(results: AsyncIterable<Result>): Promise<readonly Result[]> {
      const found: Result[] = [];
      for await (const result of results) found.push(result);
      return found;
    }

    function verdicts({ results }: Report): Readonly<Record<string, string>> {
      return Object.fromEntries(results.map(({ id, verdict }) => [id.replace('devdraft.', ''), verdict]));
    }

    describe('runConformance', () => {
      it('reports every result, what it took, and where the target was', async () => {
        const report = await run();
        expect(verdicts(report)).toEqual({ good: 'pass', wrong: 'fail', doubtful: 'warn', other: 'note' });
        expect(report).toMatchObject({ contract: 'devdraft', verdict: 'fail', summary: { pass: 1, fail: 1, warn: 1 } });
        expect(report.target).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
        expect(report.startedAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
        expect(report.requests).toBeGreaterThan(0);
        expect(report).not.toHaveProperty('stopped');
        expect(report).not.toHaveProperty('unusedWaivers');
      });

      it.each([
        [[exercise('good')], 'pass'],
        [[exercise('good'), violate('doubtful'), violate('other')], 'pass'],
        [[violate('doubtful')], 'pass'],
        [[], 'inconclusive'],
        [[violate('wrong'), exercise('good')], 'fail'],
      ])('judges the whole by its parts (%#)', async (checks, verdict) => {
        expect((await run({}, { ...AREA, checks })).verdict).toBe(verdict);
      });

      it('gives results as they come, to whoever asks early or late', async () => {
        const early = runConformance({ contract, app: emptyList }, { areas: [AREA] });
        const results = read(early);
        const { results: reported } = await early.report;
        expect(await results).toEqual(reported);
        expect(await read(early)).toEqual([]);
        const late = runConformance({ contract, app: emptyList }, { areas: [AREA] });
        await late.report;
        expect(await read(late)).toHaveLength(4);
      });

      it('says what it varied, and by which seed', async () => {
        const { variation } = await run({ seed: 5, profile: 'quick' });
        expect(variation).toMatchObject({ seed: 5, profile: 'quick' });
        expect(variation?.pairs.met).toBeGreaterThan(0);
        const largest = 2 ** 32 - 1;
        expect((await run({ seed: largest })).variation?.seed).toBe(largest);
        const drawn = (await run()).variation?.seed ?? -1;
        expect(Number.isInteger(drawn) && drawn >= 0).toBe(true);
      });

      it('refuses a seed or a profile that there is not', () => {
        for (const seed of [-1, 1.5, 2 ** 32, Number.NaN]) {
          expect(() => runConformance({ contract, app: emptyList }, { seed })).toThrow(
            `Invalid seed ${seed}: must be an integer from 0 to 4294967295`,
          );
        }
        const profile = 'some' as 'quick';
        expect(() => runConformance({ contract, app: emptyList }, { profile })).toThrow('must be whole or quick');
      });

      it('fails where an inference is contradicted, under a strict reading', async () => {
        expect(verdicts(await run({ strict: true }))).toEqual({
          good: 'pass',
          wrong: 'fail',
          doubtful: 'fail',
          other: 'note',
        });
      });

      it('fails for what else is named: words, levels or ids', async () => {
        const checks = [exercise('good'), violate('doubtful'), violate('other')];
        const judge = async (options: RunOptions): Promise<unknown> => {
          const report = await run(options, { ...AREA, checks });
          return [
            report.verdict,
            report.gate?.failed ?? [],
            report.results.flatMap((one) => (one.verdict === 'fail' ? [one.id] : [])),
          ];
        };
        expect(await judge({})).toEqual(['pass', [], []]);
        expect(await judge({ failOn: ['warning'] })).toEqual(['fail', [], ['devdraft.doubtful']]);
        expect(await judge({ failOn: ['may'] })).toEqual(['fail', [], ['devdraft.other']]);
        expect(await judge({ failOn: ['devdraft.oth*'] })).toEqual(['fail', [], ['devdraft.other']]);
        // Nothing decided whether it is violated.
        expect(await judge({ failOn: ['inconclusive'] })).toEqual(['fail', ['devdraft.wrong'], []]);
        expect(await judge({ failOn: ['*.wrong'] })).toEqual(['fail', ['devdraft.wrong'], []]);
        expect(await judge({ failOn: ['*.good'] })).toEqual(['pass', [], []]);
        const levels = { 'devdraft.*': 'off', 'devdraft.doubtful': 'must' } as const;
        expect(await judge({ levels })).toEqual(['fail', [], ['devdraft.doubtful']]);
        expect(await judge({ levels: { 'devdraft.*': 'off' }, failOn: ['inconclusive', 'note'] })).toEqual([
          'pass',
          [],
          [],
        ]);
      });

      it.each<[RunOptions, string]>([
        [{ failOn: ['warnigs'] }, 'Unknown requirement warnigs in failOn: must be one of warning, note, inconclusive'],
        [
          { levels: { 'devdraft.god': 'must' } },
          'Unknown requirement devdraft.god in levels; did you mean devdraft.good?',
        ],
        [
          { levels: { 'devdraft.good': 'error' as 'must' } },
          'Invalid level "error" of devdraft.good: must be one of must, should',
        ],
        [
          { baseline: { contract: 'orders' } as Report },
          'Invalid baseline: must be a report on devdraft, not on orders',
        ],
        [{ runTimeoutMs: 0 }, 'Invalid runTimeoutMs: must be greater than 0, not 0'],
      ])('refuses a gate that cannot be right: %j', (options, message) => {
        expect(() => runConformance({ contract, app: emptyList }, { areas: [AREA], ...options })).toThrow(message);
      });

      it('fails only for what an earlier report has not found, and says what is new and what is gone', async () => {
        const before = await run({ strict: true });
        expect(await run({ strict: true, baseline: before })).toMatchObject({
          verdict: 'pass',
          baseline: { new: [], known: ['devdraft.wrong', 'devdraft.doubtful'], gone: [] },
        });
        const checks = [violate('good'), exercise('wrong'), violate('doubtful')];
        const after = await run({ strict: true, baseline: before }, { ...AREA, checks });
        expect(verdicts(after)).toMatchObject({ good: 'fail', wrong: 'pass', doubtful: 'waived' });
        expect(after).toMatchObject({
          verdict: 'fail',
          baseline: { new: ['devdraft.good'], known: ['devdraft.doubtful'], gone: ['devdraft.wrong'] },
        });
        // What could not be decided then is no news either.
        const open = await run({}, { ...AREA, checks: [exercise('good')] });
        const again = await run({ baseline: open, failOn: ['inconclusive'] }, { ...AREA, checks: [exercise('good')] });
        expect(again).toMatchObject({ verdict: 'pass', gate: { failed: [] } });
      });

      it('passes for no violation while something had an error, which an error of its own is told from', async () => {
        const fail = (error: Error): Check => createCheck('wrong', () => Promise.reject(error));
        const broken = await run({}, { ...AREA, checks: [exercise('good'), fail(new RangeError('too deep'))] });
        expect(broken.verdict).toBe('inconclusive');
        expect(broken.results.find(({ id }) => id === 'devdraft.wrong')).toMatchObject({
          verdict: 'error',
          isInternal: true,
        });
        const unreached = fail(new PagewrightError('timeout', 'no response'));
        const { results } = await run({}, { ...AREA, checks: [exercise('good'), unreached] });
        expect(results.find(({ id }) => id === 'devdraft.wrong')).not.toHaveProperty('isInternal');
      });

      it('ends when its time is over', async () => {
        const hang = createCheck('wrong', async ({ list }) => {
          for (;;) await list.ask(EVERYTHING);
        });
        const report = await run(
          { runTimeoutMs: 300 },
          { ...AREA, checks: [exercise('good'), hang] },
          { app: emptyList, maxRequests: 1e6 },
        );
        expect(report).toMatchObject({ verdict: 'inconclusive', stopped: 'the run took longer than 300 ms' });
      });

      it('tolerates what is waived until that expires, and tells which waivers nobody needs', async () => {
        const waivers = [
          { id: 'devdraft.wr*', reason: 'being repaired', expires: '2026-03-31' },
          { id: 'devdraft.good', reason: 'was bad once', expires: '2026-03-31' },
        ];
        const before = await run({ waivers, today: '2026-03-31' });
        expect([verdicts(before)['wrong'], before.verdict]).toEqual(['waived', 'pass']);
        expect(before.unusedWaivers?.map(({ id }) => id)).toEqual(['devdraft.good']);
        const after = await run({ waivers, today: '2026-04-01' });
        expect([verdicts(after)['wrong'], after.verdict]).toEqual(['fail', 'fail']);
        expect(after.results.find(({ id }) => id === 'devdraft.wrong')?.reason).toContain('expired on 2026-03-31');
      });

      it('looks only at what is named, and refuses a name that nothing has', async () => {
        expect(verdicts(await run({ only: ['*.good', 'devdraft.oth*'] }))).toEqual({ good: 'pass', other: 'note' });
        const start = (): unknown =>
          runConformance({ contract, app: emptyList }, { areas: [AREA], only: ['devdraft.god'] });
        expect(start).toThrow(
          new TypeError('Unknown requirement devdraft.god of devdraft; did you mean devdraft.good?'),
        );
      });

      it('refuses options of a target that cannot be right', () => {
        const target = { contract, app: emptyList, known: { emial: 'a@b.example' } };
        expect(() => runConformance(target)).toThrow('Unknown filter emial of devdraft; did you mean email?');
        expect(() => runConformance({ contract } as RunTarget)).toThrow(TypeError);
      });

      it('ends when it is told to, and reports what was found so far', async () => {
        const ending = new AbortController();
        const stop = createCheck('wrong', async ({ list }) => {
          ending.abort(new Error('stopped by the user'));
          await list.ask(EVERYTHING);
        });
        const area = { ...AREA, checks: [exercise('good'), stop, violate('doubtful')] };
        const report = await run({ signal: ending.signal }, area);
        expect([report.stopped, report.verdict]).toEqual(['stopped by the user', 'inconclusive']);
        expect(verdicts(report)).toEqual({
          good: 'pass',
          wrong: 'inconclusive',
          doubtful: 'inconclusive',
          other: 'inconclusive',
        });
        expect(report.results.at(-1)?.reason).toContain('stopped by the user');
      });

      it('reports that it ended before it began', async () => {
        const report = await run({ signal: AbortSignal.abort(new Error('too late')) });
        expect([report.stopped, report.verdict, report.requests]).toEqual(['too late', 'inconclusive', 0]);
      });

      it('fails for report and reader alike when the list cannot be read', async () => {
        const failing = runConformance({ contract, app: (_, response) => void response.writeHead(401).end() });
        await expect(failing.report).rejects.toMatchObject({ code: 'not-accessible' });
        await expect(read(failing)).rejects.toMatchObject({ code: 'not-accessible' });
      });

      it('holds it against a target that a success is no page', async () => {
        const report = await runConformance({ contract, app: (_, response) => void response.end('<html>') }).report;
        expect(report.verdict).toBe('fail');
        const failed = report.results.filter(({ verdict }) => verdict === 'fail');
        expect(failed.map(({ id }) => id)).toEqual(['devdraft.answers.readable']);
      });

      it('closes what it opened', async () => {
        const { target } = await run();
        await expect(fetch(target)).rejects.toThrow();
      });

      it('writes headers that are no secret into the commands that show a violation, and no credential', async () => {
        const parameter = '{ name: X-Site, in: header, required: true, schema: { type: string } }';
        const region = parameter.replace('X-Site', 'X-Region');
        const text = VALID_CONTRACT.replace(parameter, `${parameter}\n        - ${region}`)
          .replaceAll('X-Site', 'X-Site-Key')
          .replaceAll('x-site', 'x-site-key');
        const page = JSON.stringify({ things: [], count: 0, next: null });
        const showing = createCheck('wrong', async ({ list, ledger }) => {
          ledger.violate('wrong', { summary: 'it is wrong', answers: [await list.ask(EVERYTHING)] });
        });
        const { report } = runConformance(
          {
            contract: writeContract(text),
            app: (_, response) => void response.end(page),
            headers: {
              'x-site-key': 'the north',
              'x-region': 'eu',
              'x-api-key': 's3cret',
              authorization: 'Bearer s3cret',
            },
          },
          { areas: [createArea([createRequirement('wrong')], [showing])] },
        );
        const [command = ''] = (await report).results[0]?.evidence[0]?.curl ?? [];
        expect(command).toContain("'x-site-key: the north'");
        expect(command).toContain("'x-region: eu'");
        expect(command).toContain('"authorization: $AUTHORIZATION"');
        expect(command).toContain('"x-api-key: $X_API_KEY"');
        expect(command).not.toContain('s3cret');
      });
    });
  });

  describe('create channel', () => {
    async function read<T>(values: AsyncIterable<T>): Promise<T[]> {
      const found: T[] = [];
      for await (const value of values) found.push(value);
      return found;
    }

    describe('createChannel', () => {
      it('gives what was pushed before and after the reader came', async () => {
        const channel = createChannel<number>();
        channel.push(1);
        channel.push(2);
        const reading = read(channel);
        await Promise.resolve();
        channel.push(3);
        channel.end();
        expect(await reading).toEqual([1, 2, 3]);
      });

      it('gives everything before it fails', async () => {
        const channel = createChannel<number>();
        const found: number[] = [];
        channel.push(1);
        channel.fail(new Error('no connection'));
        const reading = (async () => {
          for await (const value of channel) found.push(value);
        })();
        await expect(reading).rejects.toThrow('no connection');
        expect(found).toEqual([1]);
      });
    });
  });

  describe('conformance target', () => {
    /** A file with the same list at two places. */
    function writeTwoLists(): string {
      const start = VALID_CONTRACT.indexOf('  /things:');
      const list = VALID_CONTRACT.slice(start, VALID_CONTRACT.indexOf('components:'));
      const other = list.replace('/things:', '/others:').replace('listThings', 'listOthers');
      return writeContract(VALID_CONTRACT.replace('components:', () => `${other}components:`));
    }

    describe('resolveContract', () => {
      it('takes an id, a file, or a contract', () => {
        const contract = resolveContract({ contract: writeContract(VALID_CONTRACT) });
        expect(contract.id).toBe('things');
        expect(resolveContract({ contract })).toBe(contract);
        expect(resolveContract({ contract: 'devdraft' }).id).toBe('devdraft');
      });

      it('wants to know which list of several is meant', () => {
        const contract = writeTwoLists();
        expect(resolveContract({ contract, operation: 'listOthers' }).path).toBe('/others');
        expect(() => resolveContract({ contract })).toThrow(
          new TypeError(
            `${contract} describes several lists; pass one of them as operation: things.listThings, things.listOthers`,
          ),
        );
        expect(() => resolveContract({ contract, operation: 'listNothing' })).toThrow(TypeError);
      });

      it('says what is wrong with a file', () => {
        expect(() => resolveContract({ contract: 'no-such.yaml' })).toThrow('No such file');
      });
    });
  });
});

describe('requirements', () => {
  describe('list requirements', () => {
    const contract = loadContract('devdraft');
    const run = async (): Promise<void> => {};

    describe('deriveRequirements', () => {
      it('has those of every area, in their order', () => {
        const areas = [createArea([createRequirement('b')]), createArea([createRequirement('a')])];
        expect(deriveRequirements(contract, areas).map(({ id }) => id)).toEqual(['b', 'a']);
      });

      it('does not let two share an id', () => {
        const areas = [createArea([createRequirement('a')]), createArea([createRequirement('a')])];
        expect(() => deriveRequirements(contract, areas)).toThrow('two requirements of devdraft have the id a');
      });
    });

    describe('listRequirements', () => {
      it('names the checks and inspectors that can decide each, and why none can', () => {
        const inspector: Inspector = { id: 'probe.look', title: 'looks', verifies: ['*'], prepare: () => () => {} };
        const requirements = [
          createRequirement('a', { level: 'may', source: 'Paging' }),
          createRequirement('b', { unverifiable: 'it takes a year' }),
        ];
        const checks = [createCheck('a', run), createCheck('b', run, { appliesTo: () => false })];
        expect(listRequirements(contract, [createArea(requirements, checks, [inspector])])).toEqual([
          {
            id: 'devdraft.a',
            title: 'MAY do a',
            level: 'may',
            area: 'probe',
            source: 'Paging',
            checks: ['probe.look', 'probe.a'],
          },
          {
            id: 'devdraft.b',
            title: 'MUST do b',
            level: 'must',
            area: 'probe',
            unverifiable: 'it takes a year',
            checks: ['probe.look'],
          },
        ]);
      });
    });
  });

  describe('select requirements', () => {
    const contract = loadContract('devdraft');
    const areas = [
      createArea(['filter.name.case', 'filter.email.case', 'walk.complete'].map((id) => createRequirement(id))),
    ];

    function select(...only: readonly string[]): readonly string[] {
      return selectRequirements(contract, { areas, only }).map(({ id }) => id);
    }

    describe('selectRequirements', () => {
      it('has all of them unless told otherwise', () => {
        expect(selectRequirements(contract, { areas })).toHaveLength(3);
        expect(selectRequirements(contract).length).toBeGreaterThan(50);
      });

      it('has those that are named, in their own order', () => {
        expect(select('devdraft.walk.*', 'devdraft.filter.name.case')).toEqual(['filter.name.case', 'walk.complete']);
        expect(select('*.case')).toEqual(['filter.name.case', 'filter.email.case']);
      });

      it('refuses a name that none of them has, among others that some have', () => {
        expect(() => select('*.case', 'filter.name.case')).toThrow(
          new TypeError(
            'Unknown requirement filter.name.case of devdraft; did you mean devdraft.filter.email.case or devdraft.filter.name.case?',
          ),
        );
      });
    });
  });

  describe('matchIds', () => {
    it.each([
      ['filter.*.inclusive', 'filter.created__gte.inclusive', true],
      ['filter.*.inclusive', 'filter.a.b.inclusive', true],
      ['filter.*.inclusive', 'filter.a.exact', false],
      ['limit.*', 'limit.', true],
      ['limit.*', 'unlimited.x', false],
      ['filter.metadata__*.exact', 'filter.metadata__*.exact', true],
      ['a.b', 'aXb', false],
      ['a+b', 'a+b', true],
    ])('%s, %s: %s', (pattern, id, expected) => {
      expect(matchIds([pattern])(id)).toBe(expected);
      expect(matchIds(['nothing', pattern])(id)).toBe(expected);
    });

    it('matches nothing without patterns', () => {
      expect(matchIds([])('a')).toBe(false);
    });
  });
});
