import type { Command } from 'commander';
import type { GreaseDescription } from '../../alter/grease/features.ts';
import type { GreaseSettings } from '../../alter/grease/grease.ts';
import { loadNamedContracts } from '../contract-files.ts';
import { collectText } from '../flags.ts';
import type { Terminal } from '../terminal.ts';
import { formatTable, type Paint } from '../text.ts';
import { type ControlFlags, createControlCommand, type NamedAction, requireNoContracts } from './control-command.ts';

const HELP = `
Greased responses vary wherever contracts allow it, so that clients break that rely on anything else.

Examples:
  pagewright grease                         show whether grease is on
  pagewright grease on                      with seed 1 and all features
  pagewright grease on 7 --feature short-pages --feature item-fields
  pagewright grease off
  pagewright grease kinds                   list what the built-in contracts leave open, and why not the rest
  pagewright grease kinds orders.yaml       the same for your own contract; with --url, for those of a running mock
`;

/** As the admin API describes it. */
type GreaseState = { readonly isOn: false } | (GreaseSettings & { readonly isOn: true });

interface GreaseFlags extends ControlFlags {
  readonly feature?: readonly string[];
}

const actions: readonly [NamedAction, ...NamedAction[]] = [
  {
    usage: 'show',
    description: 'show whether grease is on (the default)',
    run: async ({ admin, show }) => {
      const state = await admin.call<GreaseState>('GET', '/grease');
      show(state, [formatState(state)]);
    },
  },
  {
    usage: 'on [seed]',
    description: 'grease responses from now on',
    mayStartSession: () => true,
    addOptions: (command) =>
      command.option('--feature <name>', 'only this feature, as "kinds" lists them; repeatable', collectText),
    run: async ({ admin, show }, { feature: features }: GreaseFlags, [seed]) => {
      const state = await admin.call<GreaseState>('PUT', '/grease', { body: { seed, features } });
      show(state, [formatState(state)]);
    },
  },
  {
    usage: 'off',
    description: 'no longer grease responses',
    run: async ({ admin, show }) => show(await admin.call('DELETE', '/grease'), [formatState({ isOn: false })]),
  },
  {
    usage: 'kinds [contract...]',
    description: 'list what contracts leave open',
    runOffline: async ({ show, paint, terminal }, names) => {
      const { describeFeatures } = await import('../../alter/grease/features.ts');
      const kinds = describeFeatures(loadNamedContracts(names, terminal.cwd));
      show(kinds, formatKinds(kinds, paint));
    },
    run: async ({ admin, show, paint }, _flags, names) => {
      requireNoContracts(names);
      const kinds = await admin.call<readonly GreaseDescription[]>('GET', '/grease-kinds');
      show(kinds, formatKinds(kinds, paint));
    },
  },
];

export function createGreaseCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'vary the responses of a running mock wherever contracts allow it';
  return createControlCommand(
    { name: 'grease', description, help: HELP, subject: 'session', result: 'json', actions },
    terminal,
    finish,
  );
}

function formatState(state: GreaseState): string {
  if (!state.isOn) return 'Grease is off';
  return `Grease is on (seed ${state.seed})${state.features === undefined ? '' : `: ${state.features.join(', ')}`}`;
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
