import type { Contract } from '../../contract/contract.ts';
import { createParameterTest } from '../../page/create-parameter-test.ts';
import type { Query } from '../../page/parse-query.ts';
import { isSelective } from './describe-filters.ts';
import type { Link } from './visit.ts';

/** What a client made of a link: names of parameters, and `path`. */
export interface LinkChanges {
  /** It was not followed as it was given. */
  readonly altered: readonly string[];
  /** Filters or the order that became others. */
  readonly reselected: readonly string[];
}

/**
 * Prepares the comparison of a link with the request that follows it. The page size may be another; a parameter that the contract
 * does not know and the client added is a matter of its own.
 */
export function createLinkComparer(contract: Contract): (link: Link, sent: Link) => LinkChanges {
  const isKnown = createParameterTest(contract);
  const isFree = (name: string, given: Values): boolean => {
    return name === contract.page.limit.parameter || (!given.has(name) && !isKnown(name));
  };
  return (link, sent) => {
    const [given, taken] = [groupValues(link.pairs), groupValues(sent.pairs)];
    const changed = [...new Set([...given.keys(), ...taken.keys()])].filter((name) => {
      return !isSame(given.get(name), taken.get(name)) && !isFree(name, given);
    });
    const reselected = changed.filter((name) => {
      const others = taken.get(name)?.filter((value) => !given.get(name)?.includes(value)) ?? [];
      return others.length > 0 && isSelective(contract, name);
    });
    const altered = changed.filter((name) => !reselected.includes(name));
    return { altered: link.path === sent.path ? altered : ['path', ...altered], reselected };
  };
}

type Values = ReadonlyMap<string, readonly string[]>;

function groupValues(pairs: Query): Values {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return values;
}

function isSame(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  return one?.length === other?.length && (one?.every((value, index) => value === other?.[index]) ?? true);
}
