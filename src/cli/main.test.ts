import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readVersion } from '../server/read-version.ts';
import { sampleScenario, writeSample } from '../server/testing/sample-contract.ts';
import { type BuiltCli, buildCli } from './testing/build-cli.ts';

/** A process takes its time where much else is going on. */
const PATIENCE = 30_000;

type Child = ChildProcessByStdio<null, Readable, Readable>;

describe('the command line, as a process', () => {
  let built: BuiltCli | undefined;
  let main = '';
  const children: Child[] = [];
  beforeAll(() => {
    built = buildCli();
    main = built.main;
  }, PATIENCE);
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
    'prints its version',
    () => {
      expect(execFileSync(process.execPath, [main, '--version'], { encoding: 'utf8' })).toBe(`${readVersion()}\n`);
    },
    PATIENCE,
  );

  it(
    'ends with the exit code of its command',
    () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'validate', 'none.yaml'], {
        encoding: 'utf8',
      });
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^pagewright: there is no file none\.yaml/);
    },
    PATIENCE,
  );

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends well on %s, whoever holds connections open',
    async (signal) => {
      const { child, url } = await serveSample();
      const socket = connect(Number(url.port), url.hostname).on('error', () => {});
      await once(socket, 'connect');
      await (await fetch(url)).text();
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([0, null]);
      socket.destroy();
    },
    PATIENCE,
  );

  it(
    'goes on serving when whoever read its output has gone',
    async () => {
      const { child, url } = await serveSample();
      child.stdout.destroy();
      child.stderr.destroy();
      expect((await fetch(url)).status).toBe(401);
      child.kill('SIGINT');
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
    PATIENCE,
  );
});
