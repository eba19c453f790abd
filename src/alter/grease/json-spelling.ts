import type { Json } from '../../contract/contract.ts';
import { escapeUnit } from '../../store/body.ts';
import type { Random } from '../random.ts';

/** How a whole body is spelled. */
interface Style {
  readonly indent: string;
  readonly newLine: string;
  readonly colon: string;
  readonly comma: string;
  readonly escapes: RegExp | undefined;
  readonly hasSlashes: boolean;
}

/** Writes a value as JSON, with white space, order of members and escapes as the random fall. */
export function spellJson(value: Json, random: Random): string {
  const newLine = random.pick(['', '', '\n', '\r\n']);
  const style: Style = {
    indent: newLine === '' ? '' : random.pick(['  ', '    ', '\t']),
    newLine,
    colon: random.pick([':', ': ', ' : ']),
    comma: newLine === '' ? random.pick([',', ', ']) : ',',
    escapes: random.pick([undefined, /[^\x20-\x7e]/g, /[^\x20-\x7e]|[e<>&]/g]),
    hasSlashes: random.onceIn(2),
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

function spellText(text: string, { escapes, hasSlashes }: Style): string {
  const json = JSON.stringify(text);
  // Escapes that are there already hold letters that must stay as they are.
  const escaped = json.replace(/\\(?:u[0-9a-f]{4}|.)|[\s\S]/g, (part) => {
    if (part.length > 1) return part;
    if (part === '/' && hasSlashes) return '\\/';
    return escapes === undefined ? part : part.replace(escapes, escapeUnit);
  });
  return escaped;
}
