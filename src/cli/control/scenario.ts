import type { Command } from 'commander';
import type { ScenarioDescription } from '../../server/control/scenarios.ts';
import type { Terminal } from '../terminal.ts';
import { formatTable } from '../text.ts';
import { type ControlFlags, createControlCommand, type NamedAction } from './control-command.ts';

const HELP = `
A star marks the loaded scenario. Loading a scenario replaces rows, credentials, clock and faults.

Examples:
  pagewright scenario                               list the scenarios
  pagewright scenario load ties                     in every contract that has it
  pagewright scenario load empty --contract orders
`;

interface ScenarioFlags extends ControlFlags {
  readonly contract?: string;
}

const addContract = (command: Command): Command => command.option('--contract <id>', 'only this contract');

const actions: readonly [NamedAction, ...NamedAction[]] = [
  {
    usage: 'list',
    description: 'list the scenarios of each contract (the default)',
    addOptions: addContract,
    run: async ({ admin, show }, { contract }: ScenarioFlags) => {
      const scenarios = await admin.call<readonly ScenarioDescription[]>('GET', '/scenarios', { query: { contract } });
      show(scenarios, formatTable(scenarios.map(toRow)));
    },
  },
  {
    usage: 'load <name>',
    description: 'load a scenario',
    mayStartSession: () => true,
    addOptions: addContract,
    run: async ({ admin, show }, { contract }: ScenarioFlags, [name = '']) => {
      const path = `/scenarios/${encodeURIComponent(name)}/load`;
      const loaded = await admin.call<readonly ScenarioDescription[]>('POST', path, { query: { contract } });
      show(loaded, formatTable(loaded.map(toRow)));
    },
  },
];

export function createScenarioCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'list or load the scenarios of a running mock';
  return createControlCommand(
    { name: 'scenario', description, help: HELP, subject: 'session', result: 'json', actions },
    terminal,
    finish,
  );
}

function toRow({ contract, name, title, isLoaded }: ScenarioDescription): readonly string[] {
  return [isLoaded ? '*' : ' ', contract, name, title];
}
