import type { Contract } from '../../../src/contract/contract.ts';
import type { PageAnswer } from '../../list/answer.ts';
import type { AskOptions, ListClient } from '../../list/list-client.ts';
import { locateNeighbour } from '../../list/locate-neighbour.ts';

/** A token that the target gave, and how another is sent in its place. */
export interface GivenToken {
  readonly token: string;
  /** The options of a question with another token where this one was. */
  replaceWith(token: string): AskOptions;
}

/**
 * Finds the token by which a client would go on.
 *
 * @returns `undefined` when there is no way on, or the link holds no such parameter
 */
export function findToken(
  { contract }: ListClient,
  from: PageAnswer,
  role: 'next' | 'previous',
): GivenToken | undefined {
  const position = locateNeighbour(contract, from, role);
  if (position === undefined) return undefined;
  const { link, value } = position;
  if (link === undefined) {
    return { token: String(value), replaceWith: (token) => ({ position: { ...position, value: token } }) };
  }
  const found = findParameter(link, contract);
  if (found === undefined) return undefined;
  return {
    token: decode(found.value),
    replaceWith: (token) => ({ position: { link: found.before + encodeURIComponent(token) + found.after } }),
  };
}

interface FoundParameter {
  readonly before: string;
  readonly value: string;
  readonly after: string;
}

/** The parameter that the contract names, or in an opaque link the longest of those that are none of the client's own. */
function findParameter(link: string, { page, parameters }: Contract): FoundParameter | undefined {
  const known = new Set(parameters.map(({ name }) => name));
  const found = [...link.matchAll(/(?<=[?&])([^=&#]+)=([^&#]+)/g)].map((match) => {
    const [text, name = '', value = ''] = match;
    const start = match.index + text.length - value.length;
    return { name: decode(name), before: link.slice(0, start), value, after: link.slice(start + value.length) };
  });
  const others = found.filter(({ name }) => !known.has(name)).sort((a, b) => b.value.length - a.value.length);
  return found.find(({ name }) => name === page.position) ?? others[0];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
