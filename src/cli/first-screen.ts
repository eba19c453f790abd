import { quoteForShell } from '../../conformance/client/exchange.ts';
import type { RunningMock } from '../server/mock.ts';
import type { ContractDescription } from '../server/routing/contract-description.ts';
import type { ServeSettings } from './config-file.ts';
import { formatFault, formatTable, type Paint } from './text.ts';

/** What the first screen tells. */
interface FirstScreen {
  readonly version: string;
  /** Where the server listens. */
  readonly url: string;
  readonly contracts: readonly ContractDescription[];
  /** Remarks for below, such as what is watched. */
  readonly notes: readonly string[];
}

/** The first screen of `serve`: each contract with a command that shows its first page. */
export function formatFirstScreen({ version, url, contracts, notes }: FirstScreen, paint: Paint): string {
  const count = contracts.length === 1 ? '1 contract' : `${contracts.length} contracts`;
  const lines = formatTable(contracts.map(describe));
  const blocks = contracts.flatMap((contract, index) => {
    const line = lines[index] ?? '';
    const name = line.slice(0, contract.id.length);
    return [
      `${paint.bold(paint.accent(name))}${line.slice(name.length)}`,
      `  ${formatCurl(contract.url, contract.headers)}`,
      '',
    ];
  });
  return [
    `${paint.bold(`pagewright ${version}`)}  ${count} on ${paint.accent(url)}`,
    '',
    ...blocks,
    paint.dim(`For scripts: ${url}/__admin/contracts    Stop: Ctrl-C`),
    ...notes.map((note) => paint.dim(note)),
    '',
  ].join('\n');
}

function describe({ id, title, style, path, rows, scenario }: ContractDescription): readonly string[] {
  return [id, title, `${style} pages`, path, rows === 1 ? '1 row' : `${rows.toLocaleString('en')} rows`, scenario];
}

/** What a user has to know of a mock that runs: what is not as usual, and who can reach it. One sentence or two each. */
export function describeCircumstances(
  mock: Pick<RunningMock, 'deviation' | 'grease' | 'faults'>,
  { host, watch, 'admin-token': token }: ServeSettings,
): readonly string[] {
  return [
    ...describeDeviation(mock),
    ...describeGrease(mock),
    ...describeFaults(mock),
    ...(watch ? ['Contract and scenario files are read again when they change.'] : []),
    ...describeReach(host, token),
  ];
}

/** A list that is wrong on purpose must not be taken for one that is right. */
function describeDeviation({ deviation }: Pick<RunningMock, 'deviation'>): readonly string[] {
  if (deviation === undefined) return [];
  const { name, summary, contracts } = deviation;
  return [`Deviation ${name} is on in ${contracts.join(', ')}: ${summary}.`];
}

function describeGrease({ grease }: Pick<RunningMock, 'grease'>): readonly string[] {
  const settings = grease.read();
  if (settings === undefined) return [];
  return [`Grease is on (seed ${settings.seed}): answers use what contracts leave open, differently each time.`];
}

function describeFaults({ faults }: Pick<RunningMock, 'faults'>): readonly string[] {
  const texts = faults.list().map(formatFault);
  if (texts.length === 0) return [];
  return [`${texts.length === 1 ? 'A fault is' : 'Faults are'} on: ${texts.join('; ')}`];
}

function describeReach(host: string | undefined, token: string | undefined): readonly string[] {
  const isOpen = host !== undefined && !isLoopback(host);
  if (token === undefined) {
    return isOpen
      ? ['Other machines can reach the lists. The administration answers on this machine only; --admin-token opens it.']
      : [];
  }
  const administration = 'The administration answers whoever presents the admin token.';
  return [isOpen ? `Other machines can reach the lists. ${administration}` : administration];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/**
 * The curl command that sends a request, ready for any POSIX shell.
 *
 * @param headers - by name
 */
export function formatCurl(url: string, headers: Readonly<Record<string, string>>): string {
  const options = Object.entries(headers).map(([name, value]) => `-H ${quoteForShell(`${name}: ${value}`)} `);
  return `curl ${options.join('')}${quoteForShell(url)}`;
}
