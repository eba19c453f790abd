import type { Command } from 'commander';
import { countNoun } from '../../contract/text.ts';
import type { SessionDescription } from '../../server/control/sessions-control.ts';
import { collectScenario, parseReads } from '../flags.ts';
import type { Terminal } from '../terminal.ts';
import { formatTable } from '../text.ts';
import { type ControlFlags, createControlCommand, type NamedAction } from './control-command.ts';

const HELP = `
A session gives a client rows, a clock, faults and a journal of its own. A client chooses it by its base URL, or by the header
X-Pagewright-Session.

Examples:
  pagewright sessions                                   list the sessions
  pagewright sessions create                            print the base URL of a new session
  pagewright sessions create checkout-test --scenario orders=empty
  pagewright sessions create widget --reads some        its client may stop anywhere: a widget, a poller, a search box
  pagewright sessions end checkout-test
`;

interface SessionsFlags extends ControlFlags {
  readonly scenario?: string | Readonly<Record<string, string>>;
  readonly reads?: 'all' | 'some';
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
    description: 'create a session, and print its base URL',
    addOptions: (command) =>
      command
        .option(
          '--scenario <name>',
          'scenario to start with: a name, or contract=name for each contract',
          collectScenario,
        )
        .option('--reads <what>', 'what its client is said to read, for the audit: all (default), or some', parseReads),
    run: async ({ admin, show }, { scenario, reads }: SessionsFlags, [id]) => {
      const session = await admin.call<SessionDescription>('POST', '/sessions', { body: { id, scenario, reads } });
      show(session, [session.url]);
    },
  },
  {
    usage: 'end <id>',
    description: 'end a session',
    run: async ({ admin, show }, _flags, [id = '']) => {
      show(await admin.call('DELETE', `/sessions/${encodeURIComponent(id)}`), [`Ended session ${id}`]);
    },
  },
];

export function createSessionsCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'list, create or end the sessions of a running mock';
  return createControlCommand(
    { name: 'sessions', description, help: HELP, subject: 'mock', result: 'json', actions },
    terminal,
    finish,
  );
}

function toRow({ id, url, lastUsedAt, exchanges, scenarios }: SessionDescription): readonly string[] {
  const names = Object.entries(scenarios).map(([contract, name]) => `${contract}=${name}`);
  return [id, countNoun(exchanges, 'exchange'), `last used ${lastUsedAt}`, url, names.join(' ')];
}
