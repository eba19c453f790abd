import type { Contract, Filter, Provenance, TokenPolicy } from '../../contract/contract.ts';

import { propertiesOf } from '../../contract/json-schema.ts';
import { strongest, weakest } from '../../contract/provenance.ts';
import type { Deviation } from './deviation.ts';

/** Whether a filter compares texts of which there may be any. */
export function isOpenText({ fields, operator, declared }: Filter): boolean {
  const isText = fields.some(({ kind }) => kind === 'string');
  return isText && operator !== 'hasKey' && declared?.schema['enum'] === undefined && !fields.some(isClosed);
}

/** Whether a filter declares the values that it takes. */
export function isClosedText({ declared }: Filter): boolean {
  return declared?.schema['enum'] !== undefined;
}

function isClosed({ schema }: Filter['fields'][number]): boolean {
  const parts = [schema, ...((schema['allOf'] ?? []) as readonly (typeof schema)[])];
  return parts.some((part) => part['enum'] !== undefined);
}

/** Whether a filter is a bound. */
export function isBound({ operator }: Filter): boolean {
  return isLowerBound({ operator }) || isUpperBound({ operator });
}

export function isLowerBound({ operator }: Pick<Filter, 'operator'>): boolean {
  return operator === 'gte' || operator === 'gt';
}

export function isUpperBound({ operator }: Pick<Filter, 'operator'>): boolean {
  return operator === 'lte' || operator === 'lt';
}

/** Whether a filter is about a list of values within each row. */
export function isNested({ itemSchema, hidden }: Contract, { fields, operator, serialization }: Filter): boolean {
  if (operator === 'hasKey' || serialization === 'captured') return false;
  return fields.some(({ path }) => {
    const [first = ''] = path;
    const schema = propertiesOf(itemSchema)[first] ?? hidden[first] ?? {};
    return path.includes('*') || schema['type'] === 'array';
  });
}

/**
 * Says to which contracts a deviation of certain filters applies, and how binding it is what they say of these.
 *
 * @param test - tells the filters
 * @param key - the part of a filter's entry that the rule follows from
 * @param mark - how binding it is at most
 */
export function onFilters(
  test: (filter: Filter, contract: Contract) => boolean,
  key: 'field' | 'operator' | 'ignoreCase',
  mark: Provenance = 'documented',
): Pick<Deviation, 'appliesTo'> & Required<Pick<Deviation, 'breaks'>> {
  const choose = (contract: Contract): readonly Filter[] => contract.filters.filter((filter) => test(filter, contract));
  return {
    appliesTo: (contract) => choose(contract).length > 0,
    breaks: (contract) => {
      const marks = choose(contract).map(({ parameter }) => contract.provenanceOf(['filters', parameter, key]).mark);
      // With several filters, the one that binds most is broken, too.
      return weakest(mark, strongest(...marks));
    },
  };
}

/** Makes a override of some of a contract's filters. @param change - gives what stands in place of one; `undefined` for nothing */
export function overrideFilters(
  test: (filter: Filter, contract: Contract) => boolean,
  change: (filter: Filter) => Filter | undefined,
): (contract: Contract) => Contract {
  return (contract) => ({
    ...contract,
    filters: contract.filters.flatMap((filter) => (test(filter, contract) ? (change(filter) ?? []) : filter)),
  });
}

/** The contract with tokens that are good for other filters, too. */
export function unbindFilters(contract: Contract): Contract {
  return unbindTokens(contract, 'filters');
}

/** The contract with tokens that are bound to less. */
export function unbindTokens(
  contract: Contract,
  ...names: readonly (TokenPolicy['boundTo'] extends ReadonlySet<infer N> ? N : never)[]
): Contract {
  const { page } = contract;
  if (page.style !== 'links' && page.style !== 'keyset') return contract;
  const boundTo = new Set([...page.token.boundTo].filter((name) => !names.includes(name)));
  return { ...contract, page: { ...page, token: { ...page.token, boundTo } } };
}
