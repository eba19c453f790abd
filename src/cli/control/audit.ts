import type { Command } from 'commander';
import type { Report } from '../../../conformance/index.ts';
import { describeExitCodes, exitCodeOfVerdict } from '../exit-codes.ts';
import { addReportOptions, openReports, type ReportFlags, writeReports } from '../reports.ts';
import type { Terminal } from '../terminal.ts';
import { type ControlAction, type ControlFlags, createControlCommand } from './control-command.ts';

const HELP = `
Run a client against the mock, then audit what it sent: whether it follows links as given, keeps its filters, waits as long as
Retry-After says, and so on. A file named - is standard output.

${describeExitCodes('the client is clean', 'it broke a MUST or SHOULD rule', 'the mock is unreachable, or the client read nothing')}

Examples:
  pagewright audit                                    everything sent since the mock started or was reset
  pagewright audit --session checkout-test --contract orders
  pagewright audit --html audit.html --junit audit.xml
  pagewright audit --json - | jq -r '.results[] | select(.verdict == "fail").title'
`;

interface AuditFlags extends Omit<ControlFlags, 'json'>, ReportFlags {
  readonly contract?: string;
}

const action: ControlAction = {
  addOptions: (command) => addReportOptions(command.option('--contract <id>', 'only requests for this contract')),
  run: async ({ admin, terminal, endWith }, { contract, ...flags }: AuditFlags) => {
    const files = openReports(flags, terminal.cwd);
    const { isClean: _, ...report } = await admin.call<Report & { readonly isClean: boolean }>('GET', '/audit', {
      query: { contract },
    });
    await writeReports(report, files, terminal);
    const { verdict } = report;
    endWith(exitCodeOfVerdict({ isFailure: verdict === 'fail', isJudged: verdict === 'pass' }, report));
  },
};

export function createAuditCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'audit a client by what it sent to a running mock';
  return createControlCommand(
    { name: 'audit', description, help: HELP, subject: 'session', result: 'report', actions: action },
    terminal,
    finish,
  );
}
