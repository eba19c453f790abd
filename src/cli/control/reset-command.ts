import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import type { ControlAction, ControlFlags } from './control-action.ts';
import { createControlCommand } from './create-control-command.ts';

const HELP = `
Rows, scenarios, clock, faults, grease and journal are as they were in the beginning. Snapshots stay. With a contract, only its
rows are put back.

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
      contract === undefined ? 'everything is as it was in the beginning' : `the rows of ${contract} are as they were`,
    ]);
  },
};

/** The command that puts a mock back to how it began. */
export function createResetCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'put a running mock back to how it began';
  return createControlCommand(
    { name: 'reset', description, help: HELP, subject: 'session', answer: 'json', actions: action },
    terminal,
    finish,
  );
}
