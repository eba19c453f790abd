import type { Exchange } from '../admin/activity-types.ts';
import type { ContractModel, Json } from '../admin/contract-types.ts';

/** Names and values of parameters, in their order. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** What an answer gave to go on by. */
export interface Offer {
  /** The id of the exchange. */
  readonly from: number;
  /** Where it stood in the answer: `nextHref`, or `Link`. */
  readonly where: string;
  /** The parameters of a link; of a token, those of the request that was answered. */
  readonly pairs: Pairs;
  readonly path: string;
  readonly isLink: boolean;
}

/** The parameters of a request: of its query, and of a body that is a JSON object. */
export function parametersOf({ request }: Exchange): Pairs {
  const pairs = [...new URL(request.url).searchParams];
  if (request.body === undefined) return pairs;
  try {
    const body: unknown = JSON.parse(request.body);
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return pairs;
    const members = Object.entries(body).map(([name, value]) => [name, toText(value as Json)] as const);
    return [...pairs, ...members];
  } catch {
    return pairs;
  }
}

function toText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value of the parameter by which a request says where its page begins. */
export function positionOf(pairs: Pairs, { page }: ContractModel): string | undefined {
  return pairs.findLast(([name, value]) => name === page.position && value !== '')?.[1];
}

interface Given {
  readonly where: string;
  readonly text: string;
}

const known = new WeakMap<Exchange, readonly Given[]>();

/** All texts of an answer that may lead on, with the names of the fields that have them. */
function listGiven(exchange: Exchange): readonly Given[] {
  const before = known.get(exchange);
  if (before !== undefined) return before;
  const given: Given[] = [];
  const { headers = {}, body = '' } = exchange.response ?? {};
  for (const [, target = ''] of (headers['link'] ?? '').matchAll(/<([^>]*)>/g)) {
    given.push({ where: 'Link', text: target });
  }
  try {
    collect(JSON.parse(body) as Json, '', given);
  } catch {
    // A body that is no JSON gives nothing.
  }
  known.set(exchange, given);
  return given;
}

function collect(value: Json, name: string, given: Given[]): void {
  if (typeof value === 'string') given.push({ where: name, text: value });
  else if (Array.isArray(value)) for (const one of value) collect(one, name, given);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) collect(one, key, given);
  }
}

/** Finds what an answer gave with a position: a link that has it, or the position itself. */
export function findOffer(answer: Exchange, position: string, model: ContractModel): Offer | undefined {
  for (const { where, text } of listGiven(answer)) {
    if (text === position) {
      const url = new URL(answer.request.url);
      return { from: answer.id, where, pairs: parametersOf(answer), path: url.pathname, isLink: false };
    }
    if (!text.includes('?')) continue;
    const url = URL.parse(text, answer.request.url);
    if (url === null) continue;
    const pairs = [...url.searchParams];
    if (positionOf(pairs, model) === position)
      return { from: answer.id, where, pairs, path: url.pathname, isLink: true };
  }
  return undefined;
}
