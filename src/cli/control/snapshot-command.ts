import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import type { NamedAction } from './control-action.ts';
import { createControlCommand } from './create-control-command.ts';

const HELP = `
A snapshot keeps rows, scenarios and clock under a name, until it is removed or the session ends. Faults that were
added, grease and journal are not part of it, and stay as they are when it is put back.

Examples:
  pagewright snapshot                       list their names
  pagewright snapshot save before-import
  pagewright snapshot restore before-import
  pagewright snapshot remove before-import
`;

const pathOf = (name: string): string => `/snapshots/${encodeURIComponent(name)}`;

const actions: readonly [NamedAction, ...NamedAction[]] = [
  {
    usage: 'list',
    description: 'list the names of snapshots, the oldest first (the default)',
    onlyShows: () => true,
    run: async ({ admin, show }) => {
      const names = await admin.call<readonly string[]>('GET', '/snapshots');
      show(names, names.length === 0 ? ['there are no snapshots'] : names);
    },
  },
  {
    usage: 'save <name>',
    description: 'keep what is now; an older snapshot of the name is replaced',
    run: async ({ admin, show }, _flags, [name = '']) => {
      show(await admin.call('POST', '/snapshots', { body: { name } }), [
        `rows, scenarios and clock are saved as ${JSON.stringify(name)}`,
      ]);
    },
  },
  {
    usage: 'restore <name>',
    description: 'put back the rows, scenarios and clock of a snapshot',
    run: async ({ admin, show }, _flags, [name = '']) => {
      show(await admin.call('POST', `${pathOf(name)}/restore`), [
        `rows, scenarios and clock are as they were when ${JSON.stringify(name)} was saved`,
      ]);
    },
  },
  {
    usage: 'remove <name>',
    description: 'forget a snapshot',
    run: async ({ admin, show }, _flags, [name = '']) => {
      show(await admin.call('DELETE', pathOf(name)), [`removed ${JSON.stringify(name)}`]);
    },
  },
];

/** The command that keeps what is now, and puts it back. */
export function createSnapshotCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'keep the rows and the clock of a running mock under a name, and put them back';
  return createControlCommand(
    { name: 'snapshot', description, help: HELP, subject: 'session', answer: 'json', actions },
    terminal,
    finish,
  );
}
