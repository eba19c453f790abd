import type { Evidence } from '../result.ts';
import type { Roles } from './roles.ts';

const MAX_LENGTH = 160;
const MAX_IDS = 500;

/**
 * A sentence of evidence without what belongs to one contract or one run: names become roles, values and numbers `#`.
 *
 * @param said - such as `a walk forward in pages of 3 misses 2 rows, such as 17`
 * @returns such as `a walk forward in pages of # misses # row, such as #`
 */
export function readPhrase(
  said: string,
  roles: Roles,
  { expected, received }: Pick<Evidence, 'expected' | 'received'>,
): string {
  const text = said.replace(/`([^`]*)`/g, (_, code: string) => abstractCode(code, roles));
  return hideValues(text, [...listIds(expected), ...listIds(received)])
    .replace(/\/[\w~/%-]+/g, '/…')
    .replace(/(?<![\w-])'[^']*'/g, "'…'")
    .replace(/\b(row|such as|value|on) [^\s,;:]*\d[^\s,;:]*/g, '$1 #')
    .replace(/[^\s,;:()]*\d[^\s,;:()]*/g, '#')
    .replace(/\b(row|page|item|request|response|value|time|total)s\b/g, '$1')
    .replace(/(?:#\s*(?:,|and|\+)\s*)+#/g, '#')
    .slice(0, MAX_LENGTH);
}

/** A name or a condition becomes the roles of what it names. */
function abstractCode(code: string, roles: Roles): string {
  if (!/[=&]/.test(code)) return `<${nameRole(code, roles)}>`;
  const names = code.split('&').map((pair) => nameRole(pair.split('=')[0] ?? '', roles));
  return `<${[...new Set(names)].sort().join('&')}=…>`;
}

function nameRole(name: string, roles: Roles): string {
  const role = roles.parameter(name);
  return role === 'other' ? 'name' : role;
}

function hideValues(text: string, ids: readonly string[]): string {
  let hidden = text;
  for (const id of ids) if (id.length > 3 && hidden.includes(id)) hidden = hidden.replaceAll(id, '#');
  return hidden;
}

function listIds(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MAX_IDS).flatMap((one) => (typeof one === 'string' ? [one] : []));
}
