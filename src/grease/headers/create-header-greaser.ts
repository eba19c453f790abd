import type { Headers } from '../../mock/message.ts';
import type { Dice } from '../create-dice.ts';
import type { GreaseName } from '../grease.ts';
import { inventHeaders } from './invent-headers.ts';
import { recase } from './recase.ts';
import { spellMediaType } from './spell-media-type.ts';

/** Changes what is open about headers. */
export type HeaderGreaser = (headers: Headers, dice: Dice) => Headers;

/** Makes a greaser of headers with the greases that are switched on. */
export function createHeaderGreaser(greases: ReadonlySet<GreaseName>): HeaderGreaser {
  return (headers, dice) => {
    const typed = greases.has('media-type') ? headers.map((header) => spellType(header, dice)) : headers;
    const more = greases.has('more-headers') ? [...typed, ...inventHeaders(typed, dice)] : typed;
    return greases.has('header-case') ? dice.shuffle(more).map(([name, value]) => [recase(name, dice), value]) : more;
  };
}

function spellType([name, value]: Headers[number], dice: Dice): Headers[number] {
  return [name, /^content-type$/i.test(name) ? spellMediaType(value, dice) : value];
}
