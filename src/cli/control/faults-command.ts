import type { Command } from 'commander';
import type { ActiveFault } from '../../fault/create-fault-board.ts';
import type { FaultDescription } from '../../fault/describe-faults.ts';
import { parseFaultText } from '../../fault/parse-fault-text.ts';
import { formatFault } from '../serve/format-fault.ts';
import type { Terminal } from '../terminal.ts';
import type { Paint } from '../text/create-paint.ts';
import { formatTable } from '../text/format-table.ts';
import type { NamedAction } from './control-action.ts';
import { createControlCommand } from './create-control-command.ts';

const HELP = `
A fault is a kind with parameters: latency:ms=300,jitterMs=50. Every kind takes contract, page (of a walk, counted from 1), times,
probability and seed; 429, 500, 502 and 503 stand for the kinds that answer with them.

Examples:
  pagewright faults                                   what is on
  pagewright faults add rate-limit:retryAfter=2,times=3
  pagewright faults add 503:probability=0.1,seed=7 --session checkout-test
  pagewright faults add expired-link:contract=orders,page=2
  pagewright faults clear fault-1                     switch one off; without an id, all
  pagewright faults kinds                             what there is, and which contracts allow it
`;

const actions: readonly [NamedAction, ...NamedAction[]] = [
  {
    usage: 'list',
    description: 'list the faults that are on (the default)',
    onlyShows: () => true,
    run: async ({ admin, show }) => {
      const faults = await admin.call<readonly ActiveFault[]>('GET', '/faults');
      show(faults, faults.length === 0 ? ['no fault is on'] : formatTable(faults.map(toRow)));
    },
  },
  {
    usage: 'add <fault>',
    description: 'switch a fault on',
    run: async ({ admin, show }, _flags, [text = '']) => {
      const fault = await admin.call<ActiveFault>('POST', '/faults', { body: parseFaultText(text) });
      show(fault, [`${fault.id} is on: ${formatFault(fault)}`]);
    },
  },
  {
    usage: 'clear [id]',
    description: 'switch a fault off, or all of them',
    run: async ({ admin, show }, _flags, [id]) => {
      const path = id === undefined ? '/faults' : `/faults/${encodeURIComponent(id)}`;
      show(await admin.call('DELETE', path), [`${id ?? 'every fault'} is off`]);
    },
  },
  {
    usage: 'kinds',
    description: 'list the kinds of faults, with their parameters and the contracts that allow them',
    onlyShows: () => true,
    run: async ({ admin, show, paint }) => {
      const kinds = await admin.call<readonly FaultDescription[]>('GET', '/fault-kinds');
      show(kinds, formatKinds(kinds, paint));
    },
  },
];

/** The command that makes things go wrong. */
export function createFaultsCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'list, add or clear what goes wrong in a running mock';
  return createControlCommand(
    { name: 'faults', description, help: HELP, subject: 'session', answer: 'json', actions },
    terminal,
    finish,
  );
}

function toRow(fault: ActiveFault): readonly string[] {
  const { id, struck, remaining } = fault;
  const rest = remaining === undefined ? '' : `, ${remaining} to come`;
  return [id, formatFault(fault), `struck ${struck === 1 ? 'once' : `${struck} times`}${rest}`];
}

/** Parameters that every kind has are told once, in the help. */
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
