import type { Command } from 'commander';
import type { SessionDescription } from '../../server/control/sessions-control.ts';
import { collectScenario } from '../serve/parse-flags.ts';
import type { Terminal } from '../terminal.ts';
import { formatTable } from '../text/format-table.ts';
import type { ControlFlags, NamedAction } from './control-action.ts';
import { createControlCommand } from './create-control-command.ts';

const HELP = `
A session is a world of one client's own: rows, clock, faults and journal. A client is in it by its base URL, or by the header
X-Pagewright-Session.

Examples:
  pagewright sessions                                   list them
  pagewright sessions create                            print the base URL of a new one
  pagewright sessions create checkout-test --scenario orders=empty
  pagewright sessions end checkout-test
`;

interface SessionsFlags extends ControlFlags {
  readonly scenario?: string | Readonly<Record<string, string>>;
}

const actions: readonly [NamedAction, ...NamedAction[]] = [
  {
    usage: 'list',
    description: 'list the sessions (the default)',
    run: async ({ admin, show }) => {
      const sessions = await admin.call<readonly SessionDescription[]>('GET', '/sessions');
      show(sessions, formatTable(sessions.map(toRow)));
    },
  },
  {
    usage: 'create [id]',
    description: 'begin a session, and print its base URL',
    addOptions: (command) =>
      command.option(
        '--scenario <name>',
        'what it begins with: a name, or contract=name for each contract',
        collectScenario,
      ),
    run: async ({ admin, show }, { scenario }: SessionsFlags, [id]) => {
      const session = await admin.call<SessionDescription>('POST', '/sessions', { body: { id, scenario } });
      show(session, [session.url]);
    },
  },
  {
    usage: 'end <id>',
    description: 'end a session',
    run: async ({ admin, show }, _flags, [id = '']) => {
      show(await admin.call('DELETE', `/sessions/${encodeURIComponent(id)}`), [`session ${id} has ended`]);
    },
  },
];

/** The command that looks after sessions. */
export function createSessionsCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'list, create or end the sessions of a running mock';
  return createControlCommand(
    { name: 'sessions', description, help: HELP, subject: 'mock', answer: 'json', actions },
    terminal,
    finish,
  );
}

function toRow({ id, url, lastUsedAt, exchanges, scenarios }: SessionDescription): readonly string[] {
  const names = Object.entries(scenarios).map(([contract, name]) => `${contract}=${name}`);
  const count = exchanges === 1 ? '1 exchange' : `${exchanges} exchanges`;
  return [id, count, `last used ${lastUsedAt}`, url, names.join(' ')];
}
