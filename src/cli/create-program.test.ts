import { describe, expect, it } from '@jest/globals';
import { createProgram } from './create-program.ts';
import { createTestTerminal } from './testing/create-test-terminal.ts';

describe('createProgram', () => {
  const program = createProgram(createTestTerminal(), () => {});

  it('has a description and an example for every command', () => {
    const commands = program.commands.filter((command) => command.name() !== 'help');
    expect(commands.map((command) => command.name())).toEqual([
      'serve',
      'check',
      'requirements',
      'diff',
      'contracts',
      'deviations',
      'validate',
    ]);
    for (const command of commands) expect(command.description()).not.toBe('');
  });

  it('keeps -h for the host: help is --help', () => {
    const flags = [program, ...program.commands].flatMap((command) => command.options.map((option) => option.short));
    expect(flags.filter((flag) => flag === '-h')).toEqual(['-h']);
  });
});
