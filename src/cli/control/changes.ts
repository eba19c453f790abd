import type { Command } from 'commander';
import { makeVisibleLine } from '../../../conformance/report/text.ts';
import type { Change } from '../../server/control/change-log.ts';
import { parseWhole } from '../flags.ts';
import type { Terminal } from '../terminal.ts';
import { formatTable } from '../text.ts';
import { type ControlFlags, createControlCommand, type NamedAction } from './control-command.ts';

const HELP = `
Changes are recorded from the first call that lists them: rows, whoever changes them; clock, scenario, faults, grease,
deviation, resets and restored snapshots.

Examples:
  pagewright changes                     list the changes
  pagewright changes undo                take back the latest
  pagewright changes --since 12 --json
`;

interface ChangesFlags extends ControlFlags {
  readonly since?: number;
}

const actions: readonly [NamedAction, ...NamedAction[]] = [
  {
    usage: 'list',
    description: 'list the changes, the oldest first (the default)',
    addOptions: (command) => command.option('--since <id>', 'only changes after this one', parseWhole),
    run: async ({ admin, show }, { since }: ChangesFlags) => {
      const changes = await admin.call<readonly Change[]>('GET', '/changes', { query: { since } });
      show(changes, changes.length === 0 ? ['No changes'] : formatTable(changes.map(toRow)));
    },
  },
  {
    usage: 'undo',
    description: 'take back the latest change that was not taken back',
    run: async ({ admin, show }) => {
      const change = await admin.call<Change>('POST', '/changes/undo');
      show(change, [`Took back ${makeVisibleLine(change.summary)}`]);
    },
  },
];

export function createChangesCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'list the changes of a running mock, or take them back';
  return createControlCommand(
    { name: 'changes', description, help: HELP, subject: 'session', result: 'json', actions },
    terminal,
    finish,
  );
}

function toRow({ id, at, kind, summary, contract, byClient, isUndone }: Change): readonly string[] {
  const notes = [...(byClient ? ['by a client'] : []), ...(isUndone ? ['taken back'] : [])];
  return [String(id), at, kind, contract ?? '', makeVisibleLine(summary), notes.join(', ')];
}
