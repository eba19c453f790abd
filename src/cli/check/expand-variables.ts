import { CliError } from '../cli-error.ts';

/**
 * Puts the values of environment variables in place of `$NAME` and `${NAME}`, so that no secret stands on a command line;
 * `$$` is a dollar.
 *
 * @throws {CliError} that names a variable which is not set
 */
export function expandVariables(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\$(?:\$|\{(\w+)\}|([A-Za-z_]\w*))/g, (found, braced?: string, bare?: string) => {
    if (found === '$$') return '$';
    const name = braced ?? bare ?? '';
    const value = env[name];
    if (value === undefined) throw new CliError(`the environment variable ${name} is not set; write $$ for a dollar`);
    return value;
  });
}
