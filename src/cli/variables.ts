import { usageError } from './errors.ts';
import type { Pairs } from './flags.ts';
import type { Terminal } from './terminal.ts';

/** A text into which environment variables were put. */
interface Expanded {
  readonly value: string;
  /** The same as a shell would make it, to stand between double quotes: `Bearer ${TOKEN}`; absent where it has no variable. */
  readonly shell?: string;
}

const PLACEHOLDER = /\$(?:\$|\{(\w+)\}|([A-Za-z_]\w*))/g;
/** Written as many tools do; in capitals, as other texts may begin like it. */
const WHOLE = /^env:([A-Z_][A-Z0-9_]*)$/;

/**
 * Replaces `$NAME` and `${NAME}`, and a whole `env:NAME`, by environment variables, so that neither command lines nor files need secrets. `$$`
 * is a dollar sign.
 *
 * @throws {PagewrightError} `usage` for a variable that is not set
 */
export function expandVariables(text: string, env: Terminal['env']): string {
  return expand(text, env).value;
}

/** Each value with its variables put in, and how a shell would write those that have any. */
export function expandPairs(pairs: Pairs, env: Terminal['env']): { readonly values: Pairs; readonly variables: Pairs } {
  const expanded = Object.entries(pairs).map(([name, text]) => [name, expand(text, env)] as const);
  return {
    values: Object.fromEntries(expanded.map(([name, { value }]) => [name, value])),
    variables: Object.fromEntries(
      expanded.flatMap(([name, { shell }]) => (shell === undefined ? [] : [[name, shell] as const])),
    ),
  };
}

/** What is no secret may hold a dollar sign, so that only braces and `env:` mean a variable. */
export function expandBraced(pairs: Pairs, env: Terminal['env']): Pairs {
  const entries = Object.entries(pairs).map(([name, text]) => {
    return [name, /\$\{\w+\}/.test(text) || WHOLE.test(text) ? expandVariables(text, env) : text];
  });
  return Object.fromEntries(entries);
}

function expand(text: string, env: Terminal['env']): Expanded {
  const [, whole] = WHOLE.exec(text) ?? [];
  if (whole !== undefined) return { value: read(whole, env), shell: `\${${whole}}` };
  let hasVariables = false;
  const value = text.replace(PLACEHOLDER, (found, braced?: string, bare?: string) => {
    if (found === '$$') return '$';
    hasVariables = true;
    return read(braced ?? bare ?? '', env);
  });
  if (!hasVariables) return { value };
  const parts = text.split(/(\$\$|\$\{\w+\}|\$[A-Za-z_]\w*)/);
  const shell = parts.map((part) => {
    if (part === '$$') return '\\$';
    const [, braced, bare] = /^\$(?:\{(\w+)\}|([A-Za-z_]\w*))$/.exec(part) ?? [];
    const name = braced ?? bare;
    return name === undefined ? part.replace(/[\\"`$]/g, '\\$&') : `\${${name}}`;
  });
  return { value, shell: shell.join('') };
}

function read(name: string, env: Terminal['env']): string {
  const value = env[name];
  if (value === undefined) throw usageError(`Environment variable ${name} is not set (write $$ for a dollar sign)`);
  return value;
}
