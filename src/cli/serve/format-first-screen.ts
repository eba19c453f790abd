import type { ContractDescription } from '../../server/site/describe-contract.ts';
import type { Paint } from '../text/create-paint.ts';
import { formatTable } from '../text/format-table.ts';
import { formatCurl } from './format-curl.ts';

/** What the first screen tells. */
export interface FirstScreen {
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
