import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { describeDisplay } from './text.ts';

const EXAMPLES = `
The exit code is 1 when a requirement fails in the second report that did not fail in the first.

Examples:
  pagewright diff yesterday.json today.json
  pagewright diff mock.json staging.json --markdown >> "$GITHUB_STEP_SUMMARY"
`;

export function createDiffCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  return new Command('diff')
    .description('compare two reports of "check --json"')
    .argument('<before>', 'the older report')
    .argument('<after>', 'the newer report')
    .addOption(new Option('--json', 'print the differences as JSON').conflicts('markdown'))
    .option('--markdown', 'print the differences as Markdown')
    .addHelpText('after', EXAMPLES)
    .action(async (before: string, after: string, flags: { json?: boolean; markdown?: boolean }) => {
      const suite = await import('../../conformance/index.ts');
      const [older, newer] = [before, after].map((file) => suite.readReport(resolve(terminal.cwd, file)));
      if (older === undefined || newer === undefined) return;
      const diff = suite.diffReports(older, newer);
      const text = flags.json
        ? suite.formatDiffJson(diff)
        : flags.markdown
          ? suite.formatDiffMarkdown(diff)
          : suite.formatDiffTerminal(diff, describeDisplay(terminal));
      terminal.stdout.write(text);
      const failedBefore = new Set(older.results.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id));
      const isWorse = newer.results.some(({ id, verdict }) => verdict === 'fail' && !failedBefore.has(id));
      finish(isWorse ? EXIT_CODES.failure : EXIT_CODES.success);
    });
}
