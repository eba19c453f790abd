import type { Command } from 'commander';
import type { FaultDescription } from '../../alter/faults/applicability.ts';
import type { ActiveFault } from '../../alter/faults/board.ts';
import { parseFaultText } from '../../alter/faults/parse.ts';
import { countNoun } from '../../contract/text.ts';
import { loadNamedContracts } from '../contract-files.ts';
import type { Terminal } from '../terminal.ts';
import { formatFault, formatTable, type Paint } from '../text.ts';
import { createControlCommand, type NamedAction, requireNoContracts } from './control-command.ts';

const HELP = `
A fault is a kind with parameters: latency:ms=300,jitterMs=50. Every kind has the parameters contract, page (of a walk, from 1),
times, probability and seed. 429, 500, 502 and 503 stand for the kinds that respond with them.

Examples:
  pagewright faults                                   list the active faults
  pagewright faults add rate-limit:retryAfter=2,times=3
  pagewright faults add 503:probability=0.1,seed=7 --session checkout-test
  pagewright faults add expired-link:contract=orders,page=2
  pagewright faults clear fault-1                     clear one fault; without an id, all of them
  pagewright faults kinds                             list the kinds, and whether the built-in contracts allow them
  pagewright faults kinds orders.yaml                 the same for your own contract; with --url, for those of a running mock
`;

const actions: readonly [NamedAction, ...NamedAction[]] = [
  {
    usage: 'list',
    description: 'list the active faults (the default)',
    run: async ({ admin, show }) => {
      const faults = await admin.call<readonly ActiveFault[]>('GET', '/faults');
      show(faults, faults.length === 0 ? ['No active faults'] : formatTable(faults.map(toRow)));
    },
  },
  {
    usage: 'add <fault>',
    description: 'activate a fault',
    mayStartSession: () => true,
    run: async ({ admin, show, paint }, { json }, [text = '']) => {
      const fault = await admin.call<ActiveFault>('POST', '/faults', { body: parseFaultText(text) });
      const kinds = json === true ? [] : await admin.call<readonly FaultDescription[]>('GET', '/fault-kinds');
      const warnings = listBreaches(fault, kinds).map(paint.warning);
      show(fault, [`Activated ${fault.id}: ${formatFault(fault)}`, ...warnings]);
    },
  },
  {
    usage: 'clear [id]',
    description: 'deactivate a fault, or all of them',
    run: async ({ admin, show }, _flags, [id]) => {
      const path = id === undefined ? '/faults' : `/faults/${encodeURIComponent(id)}`;
      show(await admin.call('DELETE', path), [`Cleared ${id ?? 'all faults'}`]);
    },
  },
  {
    usage: 'kinds [contract...]',
    description: 'list the kinds of faults, with their parameters and whether contracts allow them',
    runOffline: async ({ show, paint, terminal }, names) => {
      const { describeFaults } = await import('../../alter/faults/applicability.ts');
      const kinds = describeFaults(loadNamedContracts(names, terminal.cwd));
      show(kinds, formatKinds(kinds, paint));
    },
    run: async ({ admin, show, paint }, _flags, names) => {
      requireNoContracts(names);
      const kinds = await admin.call<readonly FaultDescription[]>('GET', '/fault-kinds');
      show(kinds, formatKinds(kinds, paint));
    },
  },
];

export function createFaultsCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'list, add or clear the faults of a running mock';
  return createControlCommand(
    { name: 'faults', description, help: HELP, subject: 'session', result: 'json', actions },
    terminal,
    finish,
  );
}

/** What contracts say of a fault that they do not allow: a client need not cope with it. */
function listBreaches({ kind, contract }: ActiveFault, kinds: readonly FaultDescription[]): readonly string[] {
  const { contracts = {} } = kinds.find((one) => one.kind === kind) ?? {};
  return Object.entries(contracts).flatMap(([id, { verdict, breaks, reason }]) => {
    const isMeant = contract === undefined || contract === id;
    if (verdict !== 'not-allowed' || !isMeant) return [];
    return [`${id} does not allow it (${breaks}): ${reason}; a client that stumbles over it is not at fault`];
  });
}

function toRow(fault: ActiveFault): readonly string[] {
  const { id, struck, remaining } = fault;
  const rest = remaining === undefined ? '' : `, ${remaining} remaining`;
  return [id, formatFault(fault), `applied ${countNoun(struck, 'time')}${rest}`];
}

/** Parameters of every kind are listed in the help only. */
function formatKinds(kinds: readonly FaultDescription[], paint: Paint): readonly string[] {
  return kinds.flatMap((description) => {
    const names = Object.keys(description.parameters);
    const own = names.filter((name) => kinds.some(({ parameters }) => !Object.hasOwn(parameters, name)));
    return formatKind(description, own, paint);
  });
}

function formatKind(
  { kind, summary, contracts }: FaultDescription,
  names: readonly string[],
  paint: Paint,
): readonly string[] {
  const judgements = Object.entries(contracts).map(([id, { verdict, breaks, reason }]) => {
    const words = verdict.replaceAll('-', ' ');
    return [`    ${id}`, verdict === 'not-allowed' ? `${words} (${breaks})` : words, reason];
  });
  const own = names.length === 0 ? '' : `; ${names.join(', ')}`;
  return [`${paint.bold(paint.accent(kind))}  ${summary}${paint.dim(own)}`, ...formatTable(judgements).map(paint.dim)];
}
