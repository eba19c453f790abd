import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { parseFault } from '../alter/faults/parse.ts';
import { PagewrightError, problemsError } from '../contract/error.ts';
import { readVersion } from '../server/version.ts';
import { explainFailure, usageError } from './errors.ts';
import { createProgram } from './program.ts';
import { createProcessTerminal } from './terminal.ts';
import { createTestTerminal, run } from './testing/test-terminal.ts';
import { createPaint, formatFault, formatTable } from './text.ts';

describe('createProgram', () => {
  const program = createProgram(createTestTerminal(), () => {});

  it('has a description and an example for every command', () => {
    const commands = program.commands.filter((command) => command.name() !== 'help');
    expect(commands.map((command) => command.name()).sort()).toEqual([
      'audit',
      'check',
      'clock',
      'contracts',
      'deviations',
      'diff',
      'faults',
      'grease',
      'journal',
      'requirements',
      'reset',
      'scenario',
      'serve',
      'sessions',
      'snapshot',
      'validate',
    ]);
    for (const command of commands) expect(command.description()).not.toBe('');
  });

  it('knows what a mistyped command was meant for', async () => {
    for (const command of program.commands) {
      const name = command.name();
      const { errors } = await run([`${name}${name.at(-1)}`]);
      expect(errors).toMatch(new RegExp(`did you mean (?:\\w+ or )?${name}\\b`));
    }
  });

  it('lists commands in groups', () => {
    expect(program.helpInformation().match(/^\w.*:$/gm)).toEqual([
      'Options:',
      'Serve and check:',
      'Read contracts:',
      'Control a running mock:',
      'Help:',
    ]);
  });

  it('keeps -h for the host: help is --help', () => {
    const flags = [program, ...program.commands].flatMap((command) => command.options.map((option) => option.short));
    expect(flags.filter((flag) => flag === '-h')).toEqual(['-h']);
  });
});

describe('runCli', () => {
  it('prints the version', async () => {
    expect(await run(['--version'])).toEqual({ exitCode: 0, output: `${readVersion()}\n`, errors: '' });
  });

  it.each([['--help'], ['help']])('explains itself with examples and exit codes: %s', async (word) => {
    const { exitCode, output, errors } = await run([word]);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toMatch(/Usage: pagewright[\s\S]*Examples:[\s\S]*Exit codes: 0 success; /);
  });

  it('tells the wrong use of a flag on the other stream', async () => {
    const { exitCode, output, errors } = await run(['--nope']);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(errors).toMatch(/^pagewright: Unknown option '--nope'/);
  });

  it('asks for a report of a fault of its own', async () => {
    const stdout = {
      write: () => {
        throw new TypeError('broken');
      },
    };
    const { exitCode, errors } = await run(['contracts'], createTestTerminal({ stdout }));
    expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: expect.stringContaining('Please report it') });
  });
});

describe('explain failure', () => {
  const PROBLEM = { file: 'a.yaml', line: 3, column: 5, message: 'wrong' };

  describe('explainFailure', () => {
    it.each([
      [usageError('m'), 2, 'm'],
      [new PagewrightError('unreachable', 'm'), 3, 'm'],
      [new PagewrightError('not-accessible', 'm'), 3, 'm'],
      [
        problemsError('invalid-contract', [PROBLEM]),
        1,
        '1 problem in contract, scenario or configuration files:\na.yaml:3:5 wrong',
      ],
      [
        problemsError('invalid-contract', [PROBLEM, PROBLEM]),
        1,
        '2 problems in contract, scenario or configuration files:\na.yaml:3:5 wrong\na.yaml:3:5 wrong',
      ],
      [new PagewrightError('cannot-listen', 'm'), 3, 'm'],
      [new PagewrightError('invalid-option', 'm'), 2, 'm'],
      [new PagewrightError('path-taken', 'm'), 2, 'm'],
      [new PagewrightError('unknown-fault', 'm'), 2, 'm'],
      [new PagewrightError('unknown-scenario', 'm'), 2, 'm'],
      [new PagewrightError('invalid-size', 'm'), 2, 'm'],
      [new PagewrightError('invalid-hint', 'm'), 1, 'm'],
    ])('explains %p', (error, exitCode, message) => {
      expect(explainFailure(error)).toEqual({ exitCode, message });
    });

    it.each([new TypeError('x is no function'), 'text', undefined])('asks for a report of %p', (error) => {
      const { exitCode, message } = explainFailure(error);
      expect({ exitCode, message }).toEqual({
        exitCode: 1,
        message: expect.stringMatching(/^This is a bug in pagewright\. Please report it:\n/),
      });
    });
  });
});

describe('create process terminal', () => {
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
});

describe('createPaint', () => {
  const paintAll = (isTTY: boolean | undefined, env: Record<string, string>): string => {
    const paint = createPaint({ stdout: { write: () => true, isTTY }, env });
    return paint.bold(paint.accent('a')) + paint.dim('b');
  };

  it('paints on a terminal', () => {
    expect(paintAll(true, {})).toBe('\u001b[1m\u001b[36ma\u001b[39m\u001b[22m\u001b[2mb\u001b[22m');
  });

  it('has colours for what went well and what did not', () => {
    const paint = createPaint({ stdout: { write: () => true, isTTY: true }, env: {} });
    expect([paint.success('a'), paint.warning('b'), paint.error('c')]).toEqual([
      '\u001b[32ma\u001b[39m',
      '\u001b[33mb\u001b[39m',
      '\u001b[31mc\u001b[39m',
    ]);
  });

  it.each([
    [false, {}],
    [undefined, {}],
    [true, { NO_COLOR: '1' }],
    [true, { TERM: 'dumb' }],
  ])('does not where the terminal is %p and the environment %p', (isTTY, env) => {
    expect(paintAll(isTTY, env as Record<string, string>)).toBe('ab');
  });

  it('paints anything where FORCE_COLOR is set', () => {
    expect(paintAll(false, { FORCE_COLOR: '1' })).not.toBe('ab');
  });

  it('does where NO_COLOR is empty', () => {
    expect(paintAll(true, { NO_COLOR: '' })).not.toBe('ab');
  });
});

describe('formatTable', () => {
  it('lines up columns', () => {
    expect(
      formatTable([
        ['a', 'bb', 'c'],
        ['aaa', 'b', 'ccc'],
      ]),
    ).toEqual(['a    bb  c', 'aaa  b   ccc']);
  });

  it('takes rows of different lengths, and none', () => {
    expect(formatTable([['a', ''], ['aaa']])).toEqual(['a', 'aaa']);
    expect(formatTable([])).toEqual([]);
  });
});

describe('formatFault', () => {
  it.each(['latency', 'latency:ms=300,jitterMs=50', 'server-error:status=503,contract=orders,page=2,probability=0.5'])(
    'writes %s as it was asked for',
    (text) => {
      expect(formatFault(parseFault(text))).toBe(text);
    },
  );

  it('leaves out what a board says of it', () => {
    const active = { kind: 'cycle', times: 3, id: 'fault-1', struck: 1, remaining: 2 } as const;
    expect(formatFault(active)).toBe('cycle:times=3');
  });
});
