import type { KeysetPage, QuerySyntax } from '../contract/contract.ts';
import type { CursorCodec } from './cursor-codec.ts';
import { joinPage, listRoles } from './join-page.ts';
import type { PagedContract, Pager, PositionFault } from './pager.ts';
import type { Query } from './parse-query.ts';
import { type Direction, type SeekPosition, turnTo } from './position.ts';
import { readToken } from './read-token.ts';
import { readValues } from './read-values.ts';
import { seekNeighbours } from './seek-neighbours.ts';
import { sliceView } from './slice-view.ts';

type Directions = NonNullable<KeysetPage['direction']>;

/**
 * Creates a pager whose pages join by tokens, which go back in as a parameter. The direction that a request names wins
 * over the token's own; without a token it leads to the first page or the last one.
 */
export function createKeysetPager(contract: PagedContract, page: KeysetPage, codec: CursorCodec): Pager {
  const syntax = contract.query;
  const roles = listRoles(contract.envelope);
  return {
    readPosition(query, context) {
      const direction = readDirection(query, page.direction, syntax);
      if (typeof direction === 'object') return { ok: false, fault: direction };
      const reading = readToken(query, page, syntax, codec, context);
      if (!reading.ok || direction === undefined) return reading;
      return { ok: true, position: turnTo(reading.position, direction) };
    },
    slice: sliceView,
    join(current) {
      const { binding, now } = current.context;
      const write = (target: SeekPosition): string => codec.mint(target, binding, now);
      return joinPage(current, roles, seekNeighbours, { write, echo: write });
    },
  };
}

function readDirection(
  query: Query,
  words: Directions | undefined,
  syntax: QuerySyntax,
): Direction | PositionFault | undefined {
  if (words === undefined) return undefined;
  const [word, ...others] = readValues(query, words.parameter, syntax);
  if (word === undefined) return undefined;
  if (others.length === 0 && word === words.forward) return 'forward';
  if (others.length === 0 && word === words.backward) return 'backward';
  return { condition: 'invalidParameter', violations: [{ parameter: words.parameter, rule: 'enum' }] };
}
