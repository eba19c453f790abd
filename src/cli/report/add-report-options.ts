import type { Command } from 'commander';

/** Lets a command be told where its report goes; see `ReportFlags`. */
export function addReportOptions(command: Command): Command {
  return command
    .option('--json <file>', 'write the report as JSON')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--html <file>', 'write the report as one HTML page')
    .option('--markdown <file>', 'write the report as Markdown');
}
