import type { Contract } from '../contract/contract.ts';

/** The parts of a contract that name query parameters. */
export type ParameterNames = Pick<Contract, 'parameters' | 'filters' | 'order' | 'page'>;

/**
 * Prepares the test of whether a query parameter is one that a contract knows.
 *
 * @returns a function from the decoded name; `metadata__order` is known where a filter is called `metadata__*`,
 *   `metadata[0]` where the filter `metadata` is indexed
 */
export function createParameterTest(contract: ParameterNames): (name: string) => boolean {
  const names = new Set([...listOwnNames(contract), ...contract.filters.map((filter) => filter.parameter)]);
  const patterns = contract.filters.flatMap(({ parameter, serialization }) => {
    if (serialization === 'plain') return [];
    const [before = '', after = ''] = serialization === 'indexed' ? [`${parameter}[`, ']'] : parameter.split('*');
    return [{ before, after }];
  });
  return (name) =>
    names.has(name) ||
    patterns.some(
      ({ before, after }) =>
        name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after),
    );
}

function listOwnNames({ parameters, order, page }: ParameterNames): string[] {
  const names = parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name);
  names.push(page.limit.parameter, page.position);
  if (order.parameter !== undefined) names.push(order.parameter.name);
  if (page.style === 'keyset' && page.direction !== undefined) names.push(page.direction.parameter);
  return names;
}
