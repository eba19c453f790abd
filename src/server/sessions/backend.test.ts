import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { loadDeviation } from '../deviation.ts';
import type { MockOptions } from '../options.ts';
import { writeSample } from '../testing/sample.ts';
import { type Backend, loadBackend } from './backend.ts';

const opened: Backend[] = [];

afterEach(() => {
  for (const { registry } of opened.splice(0)) registry.close();
});

async function open(options: MockOptions = {}): Promise<Backend> {
  const whole = { contract: writeSample(), ...options };
  const stage = loadBackend(whole, await loadDeviation(whole.deviation));
  opened.push(stage);
  return stage;
}

describe('openStage', () => {
  it('begins every session as the options say', async () => {
    const { registry } = await open({ faults: ['latency:ms=5'], grease: { seed: 7 as unknown as string }, now: 1000 });
    for (const session of [registry.main, registry.enter('a')]) {
      expect(session.faults.list()).toMatchObject([{ kind: 'latency', ms: 5 }]);
      expect([session.grease, session.clock.runs, session.lists[0]?.state.now()]).toEqual([{ seed: '7' }, false, 1000]);
    }
  });

  it.each([
    [undefined, undefined],
    [false, undefined],
    [true, { seed: '1' }],
    [{ features: ['media-type'] }, { seed: '1', features: ['media-type'] }],
  ])('reads the grease %p', async (grease, settings) => {
    expect((await open({ grease })).registry.main.grease).toEqual(settings);
  });

  it('runs with the time of day when it is told to', async () => {
    const { registry } = await open({ now: 'system' });
    expect(registry.enter('a').clock.runs).toBe(true);
  });

  it.each([
    [{ sessionIdle: 'soon' }, /^session idle time is "soon"/],
    [{ sessionIdle: '0s' }, /^session idle time is not above 0/],
    [{ sessionIdle: -1 }, /^session idle time is not above 0/],
    [{ faults: ['storm'] }, /there is no fault "storm"/],
    [{ faults: ['cycle'] }, /can strike no list/],
    [{ grease: { features: ['nope'] } }, /there is no grease nope/],
    [{ grease: true, deviation: 'total-of-page' }, /grease and the deviation total-of-page/],
    [{ deviation: 'nope' }, /there is no deviation nope/],
  ] as const)('refuses %p', async (options, message) => {
    await expect(open(options)).rejects.toThrow(message);
  });

  it('keeps less of a session than of the main one, unless it is told what to keep', async () => {
    const exchange = { session: 'a', isList: false, at: 0, clock: 0, durationMs: 0 };
    const request = { method: 'GET', origin: '', path: '/', query: '', headers: {} };
    const count = async (options: MockOptions, id: string): Promise<number> => {
      const { journal } = (await open(options)).registry.enter(id);
      for (let sent = 0; sent < 1100; sent += 1) journal.record({ ...exchange, request });
      return journal.list().length;
    };
    expect([await count({}, 'default'), await count({}, 'a')]).toEqual([1100, 1000]);
    expect(await count({ journal: { exchanges: 1050 } }, 'a')).toBe(1050);
  });

  it('reads all files again, and begins with sessions anew', async () => {
    const file = writeSample();
    const stage = await open({ contract: file });
    const before = [stage.registry.main, stage.registry.enter('a')];
    stage.reload();
    expect(before.map(({ ended }) => ended.aborted)).toEqual([true, true]);
    expect(stage.registry.find('a')).toBeUndefined();
    const { main } = stage.registry;
    writeFileSync(file, 'openapi: 3.1.0\n');
    expect(() => stage.reload()).toThrow(file);
    expect([stage.registry.main, stage.library().contracts.length]).toEqual([main, 1]);
  });
});
