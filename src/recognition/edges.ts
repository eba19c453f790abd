import { optional } from '../contract/compilation.ts';
import type { Parameter } from '../contract/contract.ts';
import { propertiesOf } from '../contract/openapi/schema-branches.ts';
import type { ItemsPlace, Lead, LeadRole, ResponseView } from './envelope.ts';
import { keyOf } from './names.ts';
import type { Paging } from './paging.ts';
import { isNumeric, sortParameters } from './paging-parameters.ts';
import { isOnly } from './schema-view.ts';

/**
 * Completes a guess by what names tell of tokens for rows: `after` and `before` with `first` and `last`, a cursor in each edge,
 * `endCursor` beside `hasNextPage`.
 *
 * @returns the guess as it is where pages have no such tokens
 */
export function completeEdges(
  paging: Paging,
  view: ResponseView,
  all: readonly Parameter[],
  { element }: ItemsPlace,
): Paging {
  const next = paging.leads.get('next');
  if (paging.style !== 'keyset' || next === undefined || paging.position === undefined) return paging;
  const { position, size } = paging;
  const itemToken = Object.entries(propertiesOf(element)).find(
    ([name, schema]) => keyOf(name) === 'cursor' && isOnly(schema, ['string']),
  );
  const isEdge = /(?:^|_)end_cursor$/.test(next.leaf.key);
  if (!isEdge && itemToken === undefined) return paging;
  const backward = sortParameters(all).backward.find((one) => one.in === position.in && one !== position);
  const sizeBackward =
    backward === undefined || size === undefined || keyOf(size.name) !== 'first'
      ? undefined
      : all.find((one) => keyOf(one.name) === 'last' && one.in === size.in && isNumeric(one));
  const isAtEdge = isEdge && (view.facts.has('hasNext') || view.facts.has('isLast'));
  // Without a parameter of its own, the token of the first item leads behind it and not before.
  const keepsPrevious = backward !== undefined && (!isAtEdge || view.facts.has('hasPrevious'));
  const leads = new Map<LeadRole, Lead>([...paging.leads].filter(([role]) => role !== 'previous' || keepsPrevious));
  return {
    ...paging,
    leads,
    ...optional('backward', leads.has('previous') ? backward : undefined),
    edges: {
      isAtEdge,
      ...optional('sizeBackward', leads.has('previous') ? sizeBackward : undefined),
      ...optional('itemToken', itemToken?.[0]),
    },
  };
}
