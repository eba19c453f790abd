import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleScenario, writeSample } from '../server/testing/sample.ts';
import { runs } from '../testing/runs.ts';
import { type BuiltCli, buildCli } from './testing/built-cli.ts';

type Child = ChildProcessByStdio<null, Readable, Readable>;

describe('the command line, as a process', () => {
  let built: BuiltCli | undefined;
  let main = '';
  const children: Child[] = [];
  beforeAll(() => {
    built = buildCli();
    main = built.main;
  });
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    built?.remove();
  });

  const start = (...words: string[]): Child => {
    const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  };
  /** Starts serving the sample, and waits for its address. */
  const serveSample = async (): Promise<{ child: Child; url: URL }> => {
    const file = writeSample();
    const child = start('serve', file, '--scenario', sampleScenario(file), '-p', '0', '--json');
    const [text] = (await once(child.stdout, 'data')) as [Buffer];
    const [{ url }] = JSON.parse(String(text)) as [{ url: string }];
    return { child, url: new URL(url) };
  };

  it('ends with the exit code of its command', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'validate', 'none.yaml'], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^pagewright: File not found: none\.yaml/);
  });

  const check = (...words: string[]): ReturnType<typeof spawnSync> => {
    const file = writeSample();
    // Nothing listens there: that is no verdict, whatever becomes of the report.
    const target = [
      '--base-url',
      'http://127.0.0.1:1',
      '--path-param',
      'shop=north',
      '--header',
      'authorization: Bearer x',
    ];
    return spawnSync('sh', ['-c', `"$@" ${words.join(' ')}`, '-', process.execPath, main, 'check', file, ...target], {
      encoding: 'utf8',
    });
  };
  it.each([
    ['--json -', 'a', 3, 'connection refused'],
    [
      '--json - > /dev/full',
      'a full device as its output',
      4,
      'Cannot write to the output: no space left on the device',
    ],
    ['--junit /dev/full', 'a full device for a report', 4, 'Cannot write the report /dev/full: no space left'],
  ])('never takes what became of a report for a verdict: %s', (words, _, exitCode, message) => {
    const { status, stdout, stderr } = check(words);
    expect({ status, said: `${stdout}${stderr}` }).toEqual({
      status: exitCode,
      said: expect.stringContaining(message),
    });
  });

  it.each((['SIGINT', 'SIGTERM'] as const).slice(0, runs(2)))(
    'keeps serving when its output was closed, and ends well on %s with connections open',
    async (signal) => {
      const { child, url } = await serveSample();
      child.stdout.destroy();
      child.stderr.destroy();
      const socket = connect(Number(url.port), url.hostname).on('error', () => {});
      await once(socket, 'connect');
      expect((await fetch(url)).status).toBe(401);
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([0, null]);
      socket.destroy();
    },
  );
});
