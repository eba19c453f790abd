import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleScenario, writeSample } from '../server/testing/sample.ts';
import { type BuiltCli, buildCli } from './testing/built-cli.ts';

/** Processes are slow on a busy machine. */
const TIMEOUT = 30_000;

type Child = ChildProcessByStdio<null, Readable, Readable>;

describe('the command line, as a process', () => {
  let built: BuiltCli | undefined;
  let main = '';
  const children: Child[] = [];
  beforeAll(() => {
    built = buildCli();
    main = built.main;
  }, TIMEOUT);
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

  it(
    'ends with the exit code of its command',
    () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'validate', 'none.yaml'], {
        encoding: 'utf8',
      });
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^pagewright: File not found: none\.yaml/);
    },
    TIMEOUT,
  );

  it.each(['SIGINT', 'SIGTERM'] as const)(
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
    TIMEOUT,
  );
});
