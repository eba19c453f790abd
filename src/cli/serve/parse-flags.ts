import { InvalidArgumentError } from 'commander';
import { builtInContracts } from '../../contract/load-contracts.ts';

/** Reads a whole number of a flag. */
export function parseWhole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
}

/** Reads a port: 0 to 65535. */
export function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new InvalidArgumentError('Expected a port from 0 (any that is free) to 65535.');
}

/** Reads `--scenario` values: one for all contracts (`demo`), or one for each (`a=demo`, given again for `b`). */
export function collectScenario(
  text: string,
  known: string | Readonly<Record<string, string>> | undefined,
): string | Readonly<Record<string, string>> {
  const mark = text.indexOf('=');
  if (text === '' || mark === 0 || mark === text.length - 1)
    throw new InvalidArgumentError('Expected a name, a file, or contract=name.');
  if (mark === -1 && known === undefined) return text;
  if (mark === -1 || typeof known === 'string') {
    throw new InvalidArgumentError('Give one scenario for all contracts, or contract=name for each.');
  }
  return { ...known, [text.slice(0, mark)]: text.slice(mark + 1) };
}

/** Reads the seed of `--grease`, which is easily left out: then the contract behind it would be taken for one. */
export function parseGreaseSeed(text: string): string {
  if (text !== '' && !/\.(?:ya?ml|json)$/.test(text) && !builtInContracts().includes(text)) return text;
  throw new InvalidArgumentError('Expected a seed. Write --grease behind the contracts, or with a seed: --grease 1.');
}

/** Reads a span of time, which the mock takes as text or in milliseconds: digits alone are milliseconds. */
export function readSpan(text: string): string | number {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

/** Reads a time, which the mock takes as a date-time or in milliseconds since 1970; a few digits are more likely meant for a year. */
export function readMoment(text: string): string | number {
  return /^\d{9,}$/.test(text) ? Number(text) : text;
}
