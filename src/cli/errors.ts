import { describeFileError, type ErrorCode, PagewrightError } from '../contract/error.ts';
import { EXIT_CODES } from './exit-codes.ts';

const UNREACHABLE: ReadonlySet<ErrorCode> = new Set(['cannot-listen', 'not-accessible', 'timeout', 'unreachable']);
const FAILURES: ReadonlySet<ErrorCode> = new Set([
  'field-cycle',
  'invalid-contract',
  'invalid-hint',
  'invalid-row',
  'missing-identity',
  'problems-found',
  'unknown-field',
]);

/** The error for a command line that cannot be run. */
export function usageError(message: string): PagewrightError {
  return new PagewrightError('usage', message);
}

/**
 * The message of a command line that cannot be parsed, in the words of all other messages.
 *
 * @param text - as commander has it: `error: option '--size <rows>' argument 'x' is invalid. Must be a whole number.`
 * @returns such as `Invalid --size "x": must be a whole number`
 */
export function rewordUsageError(text: string): string {
  const [message = '', suggestion] = text.trim().split('\n(Did you mean ');
  const reworded = REWORDINGS.reduce((before, [pattern, put]) => before.replace(pattern, put), message);
  const hint = suggestion === undefined ? '' : `; did you mean ${suggestion.replace(/\?\)$/, '?')}`;
  return reworded.replace(/^error: (.)/, (_, first: string) => first.toUpperCase()) + hint;
}

type Put = (found: string, ...groups: string[]) => string;

const REWORDINGS: readonly (readonly [RegExp, Put])[] = [
  [
    /^error: option '([^']*)' argument '(.*)' is invalid\. (.*)$/s,
    (_, ...[flags = '', value = '', rule = '']) => describeInvalid(flags, value, rule),
  ],
  [
    /^error: command-argument value '(.*)' is invalid for argument '(.*)'\. (.*)$/s,
    (_, ...[value = '', name = '', rule = '']) => describeInvalid(`<${name}>`, value, rule),
  ],
  [/^error: option '([^']*)' argument missing$/, (_, flags = '') => `Missing value of ${longest(flags)}`],
  [/^error: required option '([^']*)' not specified$/, (_, flags = '') => `Missing ${longest(flags)}`],
  [/^error: missing required argument '(.*)'$/, (_, name = '') => `Missing argument <${name}>`],
  [/option '(-[^']*)'/g, (_, flags = '') => (flags.includes('<') || flags.includes(',') ? longest(flags) : flags)],
  [/^error: unknown (--?[^ ]*)$/, (_, flag = '') => `Unknown option ${flag}`],
  [
    /^error: too many arguments(?: for '(.*)')?\. Expected (\d+) arguments? but got (\d+)\.$/,
    (_, ...[command = '', most = '', count = '']) =>
      `Too many arguments${command && ` for ${command}`}: must be at most ${most}, not ${count}`,
  ],
];

function describeInvalid(flags: string, value: string, rule: string): string {
  const must = rule.replace(/^Allowed choices are (.*)\.$/, (_, choices: string) => `must be one of ${choices}`);
  const first = must.charAt(0).toLowerCase() + must.slice(1);
  return `Invalid ${longest(flags)} ${JSON.stringify(value)}: ${first.replace(/\.$/, '')}`;
}

/** The long form of `-p, --port <number>`. */
function longest(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

/** The error for a report that could not be written: whoever reads its absence must not take it for a verdict. */
export function writeError(what: string, error: unknown): PagewrightError {
  return new PagewrightError('cannot-write', `Cannot write ${what}: ${describeFileError(error, 'no such folder')}`, {
    cause: error,
  });
}

/**
 * The error of a command that judges, for which 1 is a verdict: a file with problems is a usage error there.
 *
 * @param error - anything that was thrown
 * @returns the same error, unless it would have ended the command with 1
 */
export function withoutVerdict(error: unknown): unknown {
  if (!(error instanceof PagewrightError) || exitCodeOf(error.code) !== EXIT_CODES.failure) return error;
  return new PagewrightError('usage', explainFailure(error).message, { cause: error });
}

/** The exit code of a command that ends with an error. */
function exitCodeOf(code: ErrorCode): number {
  if (code === 'cannot-write') return EXIT_CODES.internal;
  if (UNREACHABLE.has(code)) return EXIT_CODES.unreachable;
  return FAILURES.has(code) ? EXIT_CODES.failure : EXIT_CODES.usage;
}

/** Turns anything that was thrown into a message for the user and an exit code; only bugs of pagewright show a stack trace. */
export function explainFailure(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof PagewrightError) {
    const { code, message, problems } = error;
    const exitCode = exitCodeOf(code);
    if (problems.length === 0 || exitCode !== EXIT_CODES.failure) return { message, exitCode };
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    return { message: `${count} in contract, scenario or configuration files:\n${message}`, exitCode };
  }
  const { message = String(error), stack } = (error ?? {}) as Partial<Error>;
  return {
    message: `This is a bug in pagewright. Please report it:\n${stack ?? message}`,
    exitCode: EXIT_CODES.internal,
  };
}
