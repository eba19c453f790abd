import type { Command } from 'commander';
import { makeVisibleLine } from '../../../conformance/report/text.ts';
import { countNoun } from '../../contract/text.ts';
import type { DemoSummary, DemoText } from '../../server/control/demos.ts';
import type { DemoState } from '../../server/demos/demo-player.ts';
import { usageError } from '../errors.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { formatTable } from '../text.ts';
import { type ControlFlags, createControlCommand, type NamedAction } from './control-command.ts';

const HELP = `
A demo is a file of steps, fixtures/<contract>/demos/<name>.yaml. Playing one resets the session first, so that a step is the same each
time. Playing ends with 1 when something is not as the step says.

Examples:
  pagewright demos                                        list the demos
  pagewright demos play orders how-paging-works           play one to its end
  pagewright demos play orders in-practice 3 --session demo    to its third step, which then can be looked at
  pagewright demos show orders in-practice                print its file
`;

interface DemosFlags extends ControlFlags {
  readonly contract?: string;
}

const pathOf = (contract: string, name: string): string =>
  `/demos/${encodeURIComponent(contract)}/${encodeURIComponent(name)}`;

const actions: readonly [NamedAction, ...NamedAction[]] = [
  {
    usage: 'list',
    description: 'list the demos (the default)',
    addOptions: (command) => command.option('--contract <id>', 'only those of this contract'),
    run: async ({ admin, show, paint }, { contract }: DemosFlags) => {
      const demos = await admin.call<readonly DemoSummary[]>('GET', '/demos', { query: { contract } });
      const problems = demos.flatMap((demo) => (demo.problem === undefined ? [] : [paint.warning(demo.problem)]));
      show(demos, demos.length === 0 ? ['No demos'] : [...formatTable(demos.map(toRow)), ...problems]);
    },
  },
  {
    usage: 'play <contract> <demo> [step]',
    description: 'reset the session, and play a demo to the end of a step; by default to the last one',
    mayStartSession: () => true,
    check: (_flags, [, , step = '1']) => {
      if (!/^[1-9]\d{0,8}$/.test(step)) {
        throw usageError(`Invalid step ${JSON.stringify(step)}: must be a whole number from 1`);
      }
    },
    run: async ({ admin, show, paint, endWith }, _flags, [contract = '', name = '', step]) => {
      const demo = await admin.call<DemoText>('GET', pathOf(contract, name));
      const wanted = step === undefined ? demo.steps.length : Number(step);
      const state = await admin.call<DemoState>('POST', `${pathOf(contract, name)}/play`, { body: { step: wanted } });
      const { title = '', text = '' } = demo.steps[wanted - 1] ?? {};
      show(state, [
        `${wanted} of ${demo.steps.length}: ${makeVisibleLine(title)}`,
        makeVisibleLine(text),
        `${countNoun(state.exchanges.length, 'request')}, clock ${state.clock}`,
        ...state.broken.map((sentence) => paint.warning(makeVisibleLine(sentence))),
      ]);
      if (state.broken.length > 0) endWith(EXIT_CODES.failure);
    },
  },
  {
    usage: 'show <contract> <demo>',
    description: 'print the file of a demo',
    run: async ({ admin, show }, _flags, [contract = '', name = '']) => {
      const demo = await admin.call<DemoText>('GET', pathOf(contract, name));
      show(demo, [demo.yaml.trimEnd()]);
    },
  },
];

export function createDemosCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'list or play the demos of a running mock';
  return createControlCommand(
    { name: 'demos', description, help: HELP, subject: 'session', result: 'json', actions },
    terminal,
    finish,
  );
}

function toRow({ contract, name, title, steps, isUnsaved }: DemoSummary): readonly string[] {
  return [contract, name, countNoun(steps, 'step'), makeVisibleLine(title), isUnsaved ? 'in memory only' : ''];
}
