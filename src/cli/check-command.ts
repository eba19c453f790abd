import { Command } from 'commander';
import type { CheckSettings } from './check/check-settings.ts';
import { collectHeader, collectParameter, collectRole, collectText, parseRate } from './check/parse-pairs.ts';
import { readCheckSection } from './check/read-check-section.ts';
import { runCheck } from './check/run-check.ts';
import { addReportOptions } from './report/add-report-options.ts';
import { parseWhole } from './serve/parse-flags.ts';
import type { Terminal } from './terminal.ts';

const EXAMPLES = `
Only GET and HEAD requests are sent, 400 at most. $NAME and \${NAME} in headers and the base URL stand for environment
variables, $$ for a dollar. Settings can also stand in the section "check" of pagewright.config.yaml, by the names of the
flags; flags win. A FILE of - is standard output.

Roles that unlock checks: insufficient-scope, other-tenant, expired.

Exit codes: 0 it conforms (warnings allowed), 1 a violation, 2 wrong use, 3 the target cannot be read with these credentials or
nothing could be decided, 130 interrupted.

Examples:
  pagewright check orders.yaml --base-url https://staging.example --header 'Authorization: Bearer $TOKEN'
  pagewright check orders.yaml --base-url http://localhost:3000/api --html report.html --junit report.xml
  pagewright check orders.yaml --base-url $URL --as 'expired=Authorization: Bearer $OLD' --foreign-path-param shopId=other
  pagewright check orders.yaml --base-url $URL --only 'orders.filter.*' --json - | jq .summary
`;

/** The command that checks an implementation. */
export function createCheckCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('check')
    .description('check an implementation against a contract')
    .argument('<contract>', 'the id of a contract that comes with pagewright, or a contract file')
    .option('--base-url <url>', 'where the implementation is, with any path prefix')
    .option('--header <header>', "'Name: value' that every request carries; may be repeated", collectHeader)
    .option('--path-param <pair>', 'name=value of a path parameter; may be repeated', collectParameter)
    .option(
      '--foreign-path-param <pair>',
      'name=value that belongs to somebody else; may be repeated',
      collectParameter,
    )
    .option('--as <role>', "ROLE='Name: value' of other credentials; may be repeated", collectRole)
    .option('--operation <id>', 'which list of a file with several');
  return addReportOptions(command)
    .option('--max-requests <number>', 'how many requests to send at most (default: 400)', parseWhole)
    .option('--rate <number>', 'requests per second, such as 5/s (default: no limit)', parseRate)
    .option('--concurrency <number>', 'requests at the same time (default: 4)', parseWhole)
    .option('--timeout <ms>', 'for one request (default: 10000)', parseWhole)
    .option('--only <id>', 'a requirement, * for any text; may be repeated', collectText)
    .option('--waivers <file>', 'YAML of violations that are known')
    .option('--strict', 'fail where an inference is contradicted, too')
    .option('--config <file>', 'configuration file (default: pagewright.config.yaml or .json, if there is one)')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, { config, ...flags }: CheckSettings & { readonly config?: string }) => {
      finish(await runCheck(name, { ...readCheckSection(config, terminal.cwd), ...flags }, terminal));
    });
}
