import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { createControlCommand, type NamedAction } from './control-command.ts';

const HELP = `
A snapshot holds rows, scenarios and clock under a name, until it is removed or the session ends. Added faults, grease and the
journal are not part of it, and restoring it does not change them.

Examples:
  pagewright snapshot                       list the names
  pagewright snapshot save before-import
  pagewright snapshot restore before-import
  pagewright snapshot remove before-import
`;

const pathOf = (name: string): string => `/snapshots/${encodeURIComponent(name)}`;

const actions: readonly [NamedAction, ...NamedAction[]] = [
  {
    usage: 'list',
    description: 'list the names of snapshots, oldest first (the default)',
    run: async ({ admin, show }) => {
      const names = await admin.call<readonly string[]>('GET', '/snapshots');
      show(names, names.length === 0 ? ['No snapshots'] : names);
    },
  },
  {
    usage: 'save <name>',
    description: 'save a snapshot, in place of an older one of the name',
    run: async ({ admin, show }, _flags, [name = '']) => {
      show(await admin.call('POST', '/snapshots', { body: { name } }), [
        `Saved rows, scenarios and clock as ${JSON.stringify(name)}`,
      ]);
    },
  },
  {
    usage: 'restore <name>',
    description: 'restore a snapshot',
    run: async ({ admin, show }, _flags, [name = '']) => {
      show(await admin.call('POST', `${pathOf(name)}/restore`), [
        `Restored rows, scenarios and clock from ${JSON.stringify(name)}`,
      ]);
    },
  },
  {
    usage: 'remove <name>',
    description: 'remove a snapshot',
    run: async ({ admin, show }, _flags, [name = '']) => {
      show(await admin.call('DELETE', pathOf(name)), [`Removed ${JSON.stringify(name)}`]);
    },
  },
];

export function createSnapshotCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'save or restore rows, scenarios and clock of a running mock';
  return createControlCommand(
    { name: 'snapshot', description, help: HELP, subject: 'session', result: 'json', actions },
    terminal,
    finish,
  );
}
