import { parseArgs } from 'node:util';

export const CONTENDER_NAMES = ['node', 'express', 'express-json', 'prism', 'json-server', 'mockoon', 'pagewright', 'pagewright-express'];

const HELP = `Usage: npm run bench -- [options]

Compares pagewright with bare servers and with other mock servers, side by side.

  --rounds N       rounds to take the median of (default 11)
  --seconds N      for each case in each round (default 1)
  --quick          1 round of 0.5 s: to try the benchmark, not to quote it
  --only NAMES     some of: ${CONTENDER_NAMES.join(', ')}
  --rows N,M       data sizes of pagewright (default 1000,1000000)
  --connections N  requests under way at a time (default 32)
  --json FILE      also write everything that was measured
  --wrk            also let wrk, if it is on the PATH, measure the bare servers, as a check on the load generator
  --help
`;

/**
 * @typedef {object} Options
 * @property {number} rounds
 * @property {number} seconds
 * @property {boolean} quick
 * @property {(name: string) => boolean} wants whether a contender takes part
 * @property {number[]} rows ascending
 * @property {number} connections
 * @property {string | undefined} json
 * @property {boolean} wrk
 */

/**
 * Reads the command line. Prints the help, or what is wrong, and ends the process.
 * @param {string[]} args
 * @returns {Options}
 */
export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        quick: { type: 'boolean', default: false },
        only: { type: 'string' },
        rows: { type: 'string', default: '1000,1000000' },
        connections: { type: 'string', default: '32' },
        json: { type: 'string' },
        wrk: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    const only = values.only?.split(',');
    const unknown = only?.find((name) => !CONTENDER_NAMES.includes(name));
    if (unknown !== undefined) throw new Error(`Unknown server ${unknown} in --only: must be one of ${CONTENDER_NAMES.join(', ')}`);
    return {
      rounds: readNumber('--rounds', values.rounds ?? (values.quick ? '1' : '11'), 1),
      seconds: readNumber('--seconds', values.seconds ?? (values.quick ? '0.5' : '1'), 0.2),
      quick: values.quick,
      wants: (name) => only === undefined || only.includes(name),
      rows: values.rows.split(',').map((text) => readNumber('--rows', text, 100)).sort((a, b) => a - b),
      connections: readNumber('--connections', values.connections, 1),
      json: values.json,
      wrk: values.wrk,
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\nTry --help.\n`);
    process.exit(2);
  }
}

function readNumber(name, text, least) {
  const number = Number(text);
  if (Number.isFinite(number) && number >= least) return number;
  throw new Error(`Invalid ${name} ${text}: must be a number of at least ${least}`);
}
