import { InvalidArgumentError } from 'commander';

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
