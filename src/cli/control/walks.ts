import type { Command } from 'commander';
import { makeVisibleLine } from '../../../conformance/report/text.ts';
import { countNoun } from '../../contract/text.ts';
import type { Coverage } from '../../server/control/coverage.ts';
import type { PageWindow } from '../../server/control/recorded-pages.ts';
import type { WalkSummary } from '../../server/control/walks.ts';
import { usageError } from '../errors.ts';
import { parseWhole } from '../flags.ts';
import type { Terminal } from '../terminal.ts';
import { formatTable } from '../text.ts';
import { type ControlFlags, createControlCommand, type NamedAction } from './control-command.ts';

const HELP = `
A walk is requests of a client that belong together, as the audit sees them: from page to page of one list. What it has read is held
against the list as it is now.

Examples:
  pagewright walks                       list the walks, and how many rows each read, read twice or never read
  pagewright walks show 1                where the pages of a walk lie, and which rows it read twice or passed over
  pagewright walks --contract orders --json | jq '.[] | select(.rows.never > 0).walk'
`;

interface WalksFlags extends ControlFlags {
  readonly contract?: string;
  readonly limit?: number;
}

const actions: readonly [NamedAction, ...NamedAction[]] = [
  {
    usage: 'list',
    description: 'list the walks, the oldest first (the default)',
    addOptions: (command) =>
      command
        .option('--contract <id>', 'only those of this contract')
        .option('--limit <n>', 'show only the latest N (default: 100)', parseWhole),
    run: async ({ admin, show }, { contract, limit }: WalksFlags) => {
      const walks = await admin.call<readonly WalkSummary[]>('GET', '/walks', { query: { contract, limit } });
      show(walks, walks.length === 0 ? ['No walks'] : formatTable(walks.map(toRow)));
    },
  },
  {
    usage: 'show <walk>',
    description: 'show the pages of a walk, and the rows that it read twice or passed over',
    check: (_flags, [walk = '']) => {
      if (!/^\d{1,15}$/.test(walk)) throw usageError(`Invalid walk ${JSON.stringify(walk)}: must be its number`);
    },
    run: async ({ admin, show, paint }, _flags, [walk = '']) => {
      const windows = await admin.call<readonly PageWindow[]>('GET', '/windows', { query: { walk } });
      const coverage = await admin.call<Coverage>('GET', `/walks/${walk}/coverage`);
      show({ windows, coverage }, [
        ...formatTable(windows.map(toLine)),
        ...formatTable(listTroubles(coverage)).map(paint.warning),
        ...sayMore(coverage),
      ]);
    },
  },
];

export function createWalksCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'show which rows the clients of a running mock have read';
  return createControlCommand(
    { name: 'walks', description, help: HELP, subject: 'session', result: 'json', actions },
    terminal,
    finish,
  );
}

function toRow({ walk, contract, exchanges, rows, isComplete, query, by }: WalkSummary): readonly string[] {
  return [
    String(walk),
    contract,
    countNoun(exchanges.length, 'request'),
    `read ${rows.read} of ${rows.total}`,
    `${rows.twice} twice`,
    `${rows.never} never`,
    isComplete ? 'to the end' : 'not to the end',
    makeVisibleLine([query, ...(by === undefined ? [] : [`by ${by}`])].filter((part) => part !== '').join(' ')),
  ];
}

function toLine({ exchange, status, first, last, count, query }: PageWindow): readonly string[] {
  const where = first === undefined ? countNoun(count, 'row') : `places ${first} to ${last ?? first}`;
  return [String(exchange), status === 0 ? '---' : String(status), where, makeVisibleLine(query)];
}

function listTroubles({ troubles, removed }: Coverage): readonly (readonly string[])[] {
  return [
    ...troubles.map(({ kind, place, identity, exchanges }) => [
      kind === 'twice' ? 'read twice' : 'never read',
      `place ${place}`,
      makeVisibleLine(identity),
      `${kind === 'twice' ? 'by' : 'between'} ${exchanges.join(' and ') || 'none'}`,
    ]),
    ...removed.map(({ place, identity, exchange }) => [
      'removed since',
      `place ${place}`,
      makeVisibleLine(identity),
      `read by ${exchange}`,
    ]),
  ];
}

function sayMore({ troubles, troubleCount, removed, removedCount }: Coverage): readonly string[] {
  const more = troubleCount - troubles.length + removedCount - removed.length;
  return more === 0 ? [] : [`and ${countNoun(more, 'row')} more`];
}
