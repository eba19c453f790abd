import type { FieldPath } from '../../contract/contract.ts';
import { LITERAL_ASTERISK } from '../../contract/read-field.ts';
import { refinements } from './conditions.ts';
import { isOpenObject, type Site } from './site.ts';

/** How far a path leads through sites whose parts are made one by one. */
export interface Walk {
  /** The last site; what is left of the path leads on within its values. */
  readonly site: Site;
  readonly rest: FieldPath;
  /** The objects that the path passes on its way, the outermost first. */
  readonly passed: readonly Site[];
}

/**
 * Follows a path.
 *
 * @param start - where it begins
 * @param mayEnter - whether the path may lead on into the elements of an array
 * @returns `undefined` when it names a property that does not exist
 */
export function walkPath(start: Site, path: FieldPath, mayEnter: (array: Site) => boolean): Walk | undefined {
  const passed: Site[] = [];
  let site = start;
  for (const [index, segment] of path.entries()) {
    const next = enter(site, segment, mayEnter);
    if (next === 'closed') return { site, rest: path.slice(index), passed };
    if (next === undefined) return undefined;
    passed.push(site);
    site = next;
  }
  return { site, rest: [], passed };
}

function enter(site: Site, segment: string, mayEnter: (array: Site) => boolean): Site | 'closed' | undefined {
  if (segment === '*') return isArray(site) && mayEnter(site) ? site.items() : 'closed';
  const key = segment === LITERAL_ASTERISK ? '*' : segment;
  return isOpenObject(site) && refinements(site).length === 0 ? site.property(key) : 'closed';
}

/** Whether a site is an array made element by element. */
export function isArray({ hint, schema }: Site): boolean {
  return hint === undefined && schema.types[0] === 'array' && schema.alternatives.length === 0;
}
