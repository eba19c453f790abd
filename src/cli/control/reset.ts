import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { type ControlAction, type ControlFlags, createControlCommand } from './control-command.ts';

const HELP = `
Restores the session to how it began: its first scenario with its rows, clock, faults and grease, and an empty journal. Snapshots are
kept. With a contract, restores only its rows, to those of the loaded scenario.

Examples:
  pagewright reset
  pagewright reset --contract orders --session checkout-test
`;

interface ResetFlags extends ControlFlags {
  readonly contract?: string;
}

const action: ControlAction = {
  addOptions: (command) => command.option('--contract <id>', 'only the rows of this contract'),
  run: async ({ admin, show }, { contract }: ResetFlags) => {
    show(await admin.call('POST', '/reset', { query: { contract } }), [
      contract === undefined
        ? 'Reset scenarios, rows, clock, faults, grease and journal; kept snapshots'
        : `Reset the rows of ${contract}`,
    ]);
  },
};

export function createResetCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'restore a running mock to how it began';
  return createControlCommand(
    { name: 'reset', description, help: HELP, subject: 'session', result: 'json', actions: action },
    terminal,
    finish,
  );
}
