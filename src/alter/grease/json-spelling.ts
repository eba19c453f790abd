import type { Json } from '../../contract/contract.ts';
import type { Random } from '../../dataset/random.ts';
import { escapeUnit } from '../../store/body.ts';

/** How a whole body is spelled. */
interface Style {
  readonly indent: string;
  readonly newLine: string;
  readonly colon: string;
  readonly comma: string;
  /** Matches escapes, and what is to be escaped beside what has to be. */
  readonly escaped: RegExp | undefined;
}

/** Writes a value as JSON, with random white space, order of members and escapes. */
export function spellJson(value: Json, random: Random): string {
  const newLine = random.pick(['', '', '\n', '\r\n']);
  const style: Style = {
    indent: newLine === '' ? '' : random.pick(['  ', '    ', '\t']),
    newLine,
    colon: random.pick([':', ': ', ' : ']),
    comma: newLine === '' ? random.pick([',', ', ']) : ',',
    escaped: escapePattern(random.pick(['', '[^\\x20-\\x7e]', '[^\\x20-\\x7e]|[e<>&]']), random.onceIn(2)),
  };
  const around = random.pick(['', '', '\n', ' ']);
  return `${around}${spell(value, style, style.newLine, random)}${random.pick(['', '\n', around])}`;
}

function spell(value: Json, style: Style, line: string, random: Random): string {
  if (typeof value === 'string') return spellText(value, style);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = line === '' ? '' : line + style.indent;
  if (Array.isArray(value)) {
    return enclose(
      ['[', ']'],
      (value as readonly Json[]).map((element) => spell(element, style, inner, random)),
      style,
      line,
    );
  }
  const members = random.shuffle(Object.entries(value)).map(([name, member]) => {
    return `${spellText(name, style)}${style.colon}${spell(member, style, inner, random)}`;
  });
  return enclose(['{', '}'], members, style, line);
}

function enclose(
  [open, close]: readonly [string, string],
  parts: readonly string[],
  style: Style,
  line: string,
): string {
  if (parts.length === 0) return open + close;
  const inner = line === '' ? '' : line + style.indent;
  return `${open}${inner}${parts.join(`${style.comma}${inner}`)}${line}${close}`;
}

function spellText(text: string, { escaped }: Style): string {
  const json = JSON.stringify(text);
  if (escaped === undefined) return json;
  // Escapes that are there already hold letters that must stay as they are.
  return json.replace(escaped, (part) => (part.length > 1 ? part : part === '/' ? '\\/' : escapeUnit(part)));
}

/** Matches escapes, and the units that are to be escaped; `undefined` where none are. */
function escapePattern(units: string, hasSlashes: boolean): RegExp | undefined {
  const all = hasSlashes ? `${units}|/` : units;
  return all === '' ? undefined : new RegExp(`\\\\(?:u[0-9a-f]{4}|.)|${all.replace(/^\|/, '')}`, 'g');
}
