import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createProcessTerminal } from './create-process-terminal.ts';

/** A process that remembers how it was ended. */
class FakeProcess extends EventEmitter {
  readonly stdout = new EventEmitter();
  readonly stderr = new EventEmitter();
  readonly env = { A: 'b' };
  readonly exits: number[] = [];
  cwd(): string {
    return '/somewhere';
  }
  exit(code: number): void {
    this.exits.push(code);
  }
}

function create(): { process: FakeProcess; terminal: ReturnType<typeof createProcessTerminal> } {
  const process = new FakeProcess();
  return { process, terminal: createProcessTerminal(process as unknown as NodeJS.Process) };
}

describe('createProcessTerminal', () => {
  it('takes over streams, environment and folder', () => {
    const { process, terminal } = create();
    expect(terminal).toMatchObject({ env: { A: 'b' }, cwd: '/somewhere' });
    expect([terminal.stdout, terminal.stderr]).toEqual([process.stdout, process.stderr]);
  });

  it.each(['SIGINT', 'SIGTERM'])('stops on %s', async (signal) => {
    const { process, terminal } = create();
    const stopped = terminal.waitForStop();
    process.emit(signal);
    await expect(stopped).resolves.toBeUndefined();
    expect(process.exits).toEqual([]);
  });

  it('is forced to end by a second signal', async () => {
    const { process, terminal } = create();
    const stopped = terminal.waitForStop();
    process.emit('SIGINT');
    process.emit('SIGINT');
    await stopped;
    expect(process.exits).toEqual([130]);
  });

  it('tells that nobody reads its output any more', async () => {
    const { process, terminal } = create();
    const broken = terminal.waitForBrokenPipe();
    process.stdout.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }));
    await expect(broken).resolves.toBeUndefined();
  });

  it('bears a reader that has gone, and no other fault of its streams', () => {
    const { process } = create();
    expect(() => process.stdout.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }))).not.toThrow();
    expect(() => process.stderr.emit('error', Object.assign(new Error('full'), { code: 'ENOSPC' }))).toThrow('full');
  });
});
