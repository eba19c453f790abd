/** Styles text for a terminal; without colours, each returns the text as it is. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  /** What stands out: a URL, a name. */
  accent(text: string): string;
  success(text: string): string;
  warning(text: string): string;
  error(text: string): string;
  info(text: string): string;
}

const CODES: Readonly<Record<keyof Paint, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  accent: [36, 39],
  success: [32, 39],
  warning: [33, 39],
  error: [31, 39],
  info: [34, 39],
};

export function createPaint(colors: boolean): Paint {
  const styles = Object.entries(CODES).map(([style, [on, off]]) => {
    return [style, (text: string) => (colors ? `\u001b[${on}m${text}\u001b[${off}m` : text)];
  });
  return Object.fromEntries(styles);
}

/**
 * Whether text for a stream may have colours: where `FORCE_COLOR` is set, unless it is `0` or `false`
 * (https://force-color.org); otherwise on a terminal that is not `dumb`, unless `NO_COLOR` is set (https://no-color.org).
 */
export function supportsColor(
  { isTTY }: { readonly isTTY?: boolean | undefined },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const { FORCE_COLOR: force, NO_COLOR: off = '', TERM: terminal } = env;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTTY === true && off === '' && terminal !== 'dumb';
}
