import { describe, expect, it } from '@jest/globals';
import { createProgram } from './create-program.ts';
import { createTestTerminal, run } from './testing/create-test-terminal.ts';

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
