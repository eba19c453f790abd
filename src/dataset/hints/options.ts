import { didYouMean } from '../../contract/text.ts';
import { parseDuration } from '../../contract/time.ts';
import type { HintCall } from '../generate/compiler.ts';
import type { InstantFormat, InstantNotation } from '../generate/instants.ts';
import type { Producer } from '../generate/producer.ts';
import type { SchemaNode } from '../generate/schema-node.ts';

/** The options of a hint, each of them read once and checked. */
interface Options {
  has(name: string): boolean;
  value(name: string): unknown;
  text(name: string): string | undefined;
  integer(name: string): number | undefined;
  /** Milliseconds. */
  duration(name: string): number | undefined;
  list(name: string): readonly unknown[] | undefined;
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined;
}

/**
 * Reads the one argument of a hint as options.
 *
 * @param known - the names of all options; any other is an error
 */
export function readOptions(call: HintCall, known: readonly string[]): Options {
  const [given = {}, ...more] = call.hint.arguments;
  if (typeof given !== 'object' || given === null || more.length > 0) {
    call.fail(`must be an object with ${known.join(', ')}`);
  }
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) call.fail(`unknown option ${name}${didYouMean(name, known)}`);
  }
  return createReaders(call, given as Readonly<Record<string, unknown>>);
}

function createReaders(call: HintCall, given: Readonly<Record<string, unknown>>): Options {
  const read = <Value>(
    name: string,
    expected: string,
    parse: (value: unknown) => Value | undefined,
  ): Value | undefined => {
    if (given[name] === undefined) return undefined;
    const value = parse(given[name]);
    return value ?? call.fail(`${name} must be ${expected}, not ${JSON.stringify(given[name])}`);
  };
  return {
    has: (name) => Object.hasOwn(given, name),
    value: (name) => given[name],
    text: (name) => read(name, 'a text', (value) => (typeof value === 'string' ? value : undefined)),
    integer: (name) =>
      read(name, 'an integer', (value) => (Number.isSafeInteger(value) ? (value as number) : undefined)),
    duration: (name) => read(name, 'an ISO 8601 duration such as PT6H or P7D', parseLength),
    list: (name) => read(name, 'a list', (value) => (Array.isArray(value) ? (value as unknown[]) : undefined)),
    choice: (name, choices) =>
      read(name, `one of ${choices.join(', ')}`, (value) => choices.find((choice) => choice === value)),
  };
}

function parseLength(value: unknown): number | undefined {
  const length = typeof value === 'string' ? parseDuration(value) : undefined;
  return length !== undefined && length >= 0 ? length : undefined;
}

/** The field that a hint names. */
export function referTo(call: HintCall, field: unknown): Producer {
  if (typeof field !== 'string' || field === '') {
    call.fail(
      `field must be the path of another field, for example created or country/id, not ${JSON.stringify(field)}`,
    );
  }
  return call.compiler.refer(field.split('/'), call.node);
}

/** Reads `as` and `precision`; what is not given follows from the field's schema. */
export function readInstantFormat(call: HintCall, options: Options): InstantFormat {
  const notation = options.choice('as', ['unix', 'unix-ms', 'date-time', 'date']) ?? notationOf(call.node);
  const precision = options.choice('precision', ['seconds', 'milliseconds', 'microseconds']);
  if (notation.startsWith('unix') && precision === 'microseconds') {
    call.fail(`precision must not be microseconds with ${notation}`);
  }
  if (notation === 'unix') return { notation, precision: 'seconds' };
  return { notation, precision: precision ?? (notation === 'unix-ms' ? 'milliseconds' : 'seconds') };
}

/** How a schema says that an instant is written. */
export function notationOf({ schema }: SchemaNode): InstantNotation {
  if (schema.types.includes('integer') || schema.types.includes('number')) return 'unix-ms';
  return schema.keywords['format'] === 'date' ? 'date' : 'date-time';
}
