import type { OffsetPage, QuerySyntax } from '../contract/contract.ts';
import { findBrokenRules } from './find-broken-rules.ts';
import { joinPage, listRoles } from './join-page.ts';
import { offsetNeighbours } from './offset-neighbours.ts';
import type { PagedContract, Pager, PositionReading } from './pager.ts';
import { parseNumber } from './parse-integer.ts';
import type { Query } from './parse-query.ts';
import { readValues } from './read-values.ts';
import { sliceOrEnd, sliceView } from './slice-view.ts';

/** Creates a pager whose pages begin after a number of rows. */
export function createOffsetPager(contract: PagedContract, page: OffsetPage): Pager {
  const syntax = contract.query;
  const roles = listRoles(contract.envelope);
  const writer = { write: (target: number): number => target, echo: (target: number): number => target };
  return {
    readPosition: (query) => readOffset(query, page, syntax),
    slice: page.pastEnd === 'reject' ? sliceView : sliceOrEnd,
    join: (current) => joinPage(current, roles, offsetNeighbours, writer),
  };
}

function readOffset(query: Query, page: OffsetPage, syntax: QuerySyntax): PositionReading {
  const [text, ...others] = readValues(query, page.position, syntax);
  if (text === undefined) return { ok: true, position: { at: 'offset', offset: 0 } };
  const offset = others.length > 0 ? Number.NaN : parseNumber(text, syntax.integers);
  const broken = findBrokenRules(offset, { minimum: 0 });
  if (broken.length === 0) return { ok: true, position: { at: 'offset', offset } };
  const violations = broken.map((rule) => ({ parameter: page.position, rule }));
  return { ok: false, fault: { condition: 'invalidParameter', violations } };
}
