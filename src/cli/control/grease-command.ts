import type { Command } from 'commander';
import type { GreaseDescription } from '../../grease/describe-greases.ts';
import type { GreaseSettings } from '../../server/sessions/session.ts';
import { collectText } from '../check/parse-pairs.ts';
import type { Terminal } from '../terminal.ts';
import type { Paint } from '../text/create-paint.ts';
import { formatTable } from '../text/format-table.ts';
import type { ControlFlags, NamedAction } from './control-action.ts';
import { createControlCommand } from './create-control-command.ts';

const HELP = `
Greased answers use what contracts leave open, differently each time, so that a client breaks that takes any of it for granted.

Examples:
  pagewright grease                         whether it is on
  pagewright grease on                      with seed 1, all that there is
  pagewright grease on 7 --feature short-pages --feature item-fields
  pagewright grease off
  pagewright grease kinds                   what each contract leaves open, and why not the rest
`;

/** As the administration describes it. */
type GreaseState = { readonly isOn: false } | (GreaseSettings & { readonly isOn: true });

interface GreaseFlags extends ControlFlags {
  readonly feature?: readonly string[];
}

const actions: readonly [NamedAction, ...NamedAction[]] = [
  {
    usage: 'show',
    description: 'show whether answers are greased (the default)',
    onlyShows: () => true,
    run: async ({ admin, show }) => {
      const state = await admin.call<GreaseState>('GET', '/grease');
      show(state, [describeState(state)]);
    },
  },
  {
    usage: 'on [seed]',
    description: 'grease answers from now on',
    addOptions: (command) =>
      command.option('--feature <name>', 'only this, of what "kinds" lists; may be repeated', collectText),
    run: async ({ admin, show }, { feature: features }: GreaseFlags, [seed]) => {
      const state = await admin.call<GreaseState>('PUT', '/grease', { body: { seed, features } });
      show(state, [describeState(state)]);
    },
  },
  {
    usage: 'off',
    description: 'answer as contracts have it, and always alike',
    run: async ({ admin, show }) => show(await admin.call('DELETE', '/grease'), [describeState({ isOn: false })]),
  },
  {
    usage: 'kinds',
    description: 'list what is left open, contract by contract',
    onlyShows: () => true,
    run: async ({ admin, show, paint }) => {
      const kinds = await admin.call<readonly GreaseDescription[]>('GET', '/grease-kinds');
      show(kinds, formatKinds(kinds, paint));
    },
  },
];

/** The command that makes answers differ where contracts leave it open. */
export function createGreaseCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'use what contracts leave open, differently in each answer';
  return createControlCommand(
    { name: 'grease', description, help: HELP, subject: 'session', answer: 'json', actions },
    terminal,
    finish,
  );
}

function describeState(state: GreaseState): string {
  if (!state.isOn) return 'grease is off';
  return `grease is on (seed ${state.seed})${state.features === undefined ? '' : `: ${state.features.join(', ')}`}`;
}

function formatKinds(kinds: readonly GreaseDescription[], paint: Paint): readonly string[] {
  const contracts = [...new Set(kinds.map(({ contract }) => contract))];
  return contracts.flatMap((contract) => {
    const own = kinds.filter((kind) => kind.contract === contract);
    const lines = formatTable(own.map(({ name, applies, reason }) => [`  ${applies ? '+' : '-'} ${name}`, reason]));
    return [
      paint.bold(paint.accent(contract)),
      ...lines.map((line, index) => (own[index]?.applies ? line : paint.dim(line))),
    ];
  });
}
