import type { Command } from 'commander';
import type { Report } from '../../../conformance/index.ts';
import { EXIT_CODES } from '../cli-error.ts';
import { addReportOptions } from '../report/add-report-options.ts';
import { openReports } from '../report/open-reports.ts';
import type { ReportFlags } from '../report/report-flags.ts';
import type { Terminal } from '../terminal.ts';
import type { ControlAction, ControlFlags } from './control-action.ts';
import { createControlCommand } from './create-control-command.ts';

const HELP = `
Run a client against the mock, then judge it by what it sent: whether it follows links as they are given, keeps its filters, heeds
Retry-After, and so on. A FILE of - is standard output.

Exit codes: 0 the client is clean, 1 it broke a rule that must or should be kept, 2 wrong use, 3 the mock cannot be reached, or
nothing was sent to it that could be judged.

Examples:
  pagewright audit                                    all that was sent since the mock began or was reset
  pagewright audit --session checkout-test --contract orders
  pagewright audit --html audit.html --junit audit.xml
  pagewright audit --json - | jq -r '.results[] | select(.verdict == "fail").title'
`;

interface AuditFlags extends Omit<ControlFlags, 'json'>, ReportFlags {
  readonly contract?: string;
}

const action: ControlAction = {
  addOptions: (command) => addReportOptions(command.option('--contract <id>', 'only requests for this contract')),
  onlyShows: () => true,
  run: async ({ admin, terminal, endWith }, { contract, ...flags }: AuditFlags) => {
    const files = openReports(flags, terminal.cwd);
    const { isClean, ...report } = await admin.call<Report & { readonly isClean: boolean }>('GET', '/audit', {
      query: { contract },
    });
    const { writeReports } = await import('../report/write-reports.ts');
    writeReports(report, files, terminal);
    endWith(exitCodeOf(isClean, report));
  },
};

/** The command that judges a client. */
export function createAuditCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'judge a client by what it sent to a running mock';
  return createControlCommand(
    { name: 'audit', description, help: HELP, subject: 'session', answer: 'report', actions: action },
    terminal,
    finish,
  );
}

/** What was never put to the test is no success. */
function exitCodeOf(isClean: boolean, { requests }: Pick<Report, 'requests'>): number {
  if (!isClean) return EXIT_CODES.problems;
  return requests === 0 ? EXIT_CODES.notAccessible : EXIT_CODES.ok;
}
