import { InvalidArgumentError } from 'commander';

/** Values by name, and what makes them of flags that may be given several times. */
export type Pairs = Readonly<Record<string, string>>;

/** `Name: value` */
export function collectHeader(text: string, before: Pairs = {}): Pairs {
  const at = text.indexOf(':');
  if (at < 1) throw new InvalidArgumentError("Expected 'Name: value'.");
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}

/** `name=value` */
export function collectParameter(text: string, before: Pairs = {}): Pairs {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected name=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** `ROLE='Name: value'` */
export function collectRole(
  text: string,
  before: Readonly<Record<string, Pairs>> = {},
): Readonly<Record<string, Pairs>> {
  const at = text.indexOf('=');
  if (at < 1)
    throw new InvalidArgumentError("Expected ROLE='Name: value', such as expired='Authorization: Bearer $OLD'.");
  const role = text.slice(0, at);
  return { ...before, [role]: collectHeader(text.slice(at + 1), before[role]) };
}

/** A number above zero, as in `--rate 5/s`. */
export function parseRate(text: string): number {
  const value = Number(text.replace(/\/s$/, ''));
  if (!(value > 0)) throw new InvalidArgumentError('Expected requests per second, such as 5 or 5/s.');
  return value;
}

export function collectText(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
