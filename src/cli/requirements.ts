import { Command, Option } from 'commander';
import type { RequirementRow } from '../../conformance/index.ts';
import { addDocumentOptions, type ListChoice, loadList } from './contract-files.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { createPaint, formatTable } from './text.ts';

const EXAMPLES = `
Examples:
  pagewright requirements orders.yaml                list the requirements, and the checks that verify them
  pagewright requirements orders.yaml --json | jq -r '.[].id'
  pagewright requirements orders.yaml --markdown > requirements.md
`;

export function createRequirementsCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('requirements')
    .description('list the requirements of a contract: id, title, checks')
    .argument('<contract>', 'id of a built-in contract, or a contract file')
    .option('--operation <id>', 'the list, if the file describes several');
  return addDocumentOptions(command)
    .addOption(new Option('--json', 'print JSON').conflicts('markdown'))
    .option('--markdown', 'print a Markdown table')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: ListChoice & { json?: boolean; markdown?: boolean }) => {
      const { listRequirements } = await import('../../conformance/index.ts');
      const rows = listRequirements(loadList(name, flags, terminal.cwd));
      const text = flags.json
        ? `${JSON.stringify(rows, undefined, 2)}\n`
        : flags.markdown
          ? toMarkdown(rows)
          : toText(rows, terminal);
      terminal.stdout.write(text);
      finish(EXIT_CODES.success);
    });
}

function toText(rows: readonly RequirementRow[], { stdout, env }: Terminal): string {
  const paint = createPaint({ stdout, env });
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
  return ['| Id | Requirement | Source | Verified by |', '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}

function describeChecks({ checks, unverifiable }: RequirementRow): string {
  return unverifiable ?? checks.join(', ');
}
