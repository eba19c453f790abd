import type { Command } from 'commander';
import type { ScenarioDescription } from '../../server/control/session-control.ts';
import type { Terminal } from '../terminal.ts';
import { formatTable } from '../text/format-table.ts';
import type { ControlFlags, NamedAction } from './control-action.ts';
import { createControlCommand } from './create-control-command.ts';

const HELP = `
A star marks the scenario that is served. Loading one puts its rows, time and faults in place.

Examples:
  pagewright scenario                               what there is
  pagewright scenario load ties                     for every contract that has it
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
    onlyShows: () => true,
    addOptions: addContract,
    run: async ({ admin, show }, { contract }: ScenarioFlags) => {
      const scenarios = await admin.call<readonly ScenarioDescription[]>('GET', '/scenarios', { query: { contract } });
      show(scenarios, formatTable(scenarios.map(toRow)));
    },
  },
  {
    usage: 'load <name>',
    description: 'put a scenario in place',
    addOptions: addContract,
    run: async ({ admin, show }, { contract }: ScenarioFlags, [name = '']) => {
      const path = `/scenarios/${encodeURIComponent(name)}/load`;
      const loaded = await admin.call<readonly ScenarioDescription[]>('POST', path, { query: { contract } });
      show(loaded, formatTable(loaded.map(toRow)));
    },
  },
];

/** The command that shows scenarios and puts others in place. */
export function createScenarioCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'list the scenarios of a running mock, or load one';
  return createControlCommand(
    { name: 'scenario', description, help: HELP, subject: 'session', answer: 'json', actions },
    terminal,
    finish,
  );
}

function toRow({ contract, name, title, isLoaded }: ScenarioDescription): readonly string[] {
  return [isLoaded ? '*' : ' ', contract, name, title];
}
