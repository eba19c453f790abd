import { Command } from 'commander';
import type { RequirementRow } from '../../conformance/index.ts';
import { chooseContract } from './check/run-check.ts';
import { EXIT_CODES } from './cli-error.ts';
import type { Terminal } from './terminal.ts';
import { createPaint } from './text/create-paint.ts';
import { formatTable } from './text/format-table.ts';

const EXAMPLES = `
Examples:
  pagewright requirements orders.yaml                what the contract demands, and which checks verify it
  pagewright requirements orders.yaml --json | jq -r '.[].id'
  pagewright requirements orders.yaml --markdown > requirements.md
`;

/** The command that lists what a contract demands. */
export function createRequirementsCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  return new Command('requirements')
    .description('list what a contract demands: id, level, demand, source, checks')
    .argument('<contract>', 'the id of a contract that comes with pagewright, or a contract file')
    .option('--operation <id>', 'which list of a file with several')
    .option('--json', 'print them as JSON')
    .option('--markdown', 'print them as a Markdown table')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: { operation?: string; json?: boolean; markdown?: boolean }) => {
      const { listRequirements } = await import('../../conformance/index.ts');
      const rows = listRequirements(chooseContract(name, flags.operation, terminal.cwd));
      const text = flags.json
        ? `${JSON.stringify(rows, undefined, 2)}\n`
        : flags.markdown
          ? toMarkdown(rows)
          : toText(rows, terminal);
      terminal.stdout.write(text);
      finish(EXIT_CODES.ok);
    });
}

function toText(rows: readonly RequirementRow[], { stdout, env }: Terminal): string {
  const paint = createPaint(stdout, env);
  const areas = [...new Set(rows.map(({ area }) => area))];
  return areas
    .map((area) => {
      const lines = formatTable(
        rows.filter((row) => row.area === area).map((row) => [row.id, row.title, describeChecks(row)]),
      );
      return `${paint.bold(area)}\n${lines.map((line) => `  ${line}\n`).join('')}`;
    })
    .join('\n');
}

function toMarkdown(rows: readonly RequirementRow[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const lines = rows.map((row) => {
    return `| \`${cell(row.id)}\` | ${cell(row.title)} | ${cell(row.source ?? '')} | ${cell(describeChecks(row))} |`;
  });
  return ['| id | requirement | source | verified by |', '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}

function describeChecks({ checks, unverifiable }: RequirementRow): string {
  return unverifiable ?? checks.join(', ');
}
