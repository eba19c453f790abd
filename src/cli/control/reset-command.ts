import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import type { ControlAction, ControlFlags } from './control-action.ts';
import { createControlCommand } from './create-control-command.ts';

const HELP = `
Rows go back to those of the scenario that is loaded; clock, faults, grease and journal to how they began. Snapshots stay, and so
does a scenario that was loaded. With a contract, only its rows go back.

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
        ? 'rows are those of the scenario that is loaded; clock, faults, grease and journal are as they began; snapshots stay'
        : `the rows of ${contract} are those of the scenario that is loaded`,
    ]);
  },
};

/** The command that puts back what clients and callers changed. */
export function createResetCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'put back the rows, clock, faults, grease and journal of a running mock';
  return createControlCommand(
    { name: 'reset', description, help: HELP, subject: 'session', answer: 'json', actions: action },
    terminal,
    finish,
  );
}
