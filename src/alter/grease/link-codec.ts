import type { Contract } from '../../contract/contract.ts';
import type { MockRequest } from '../../mock/message.ts';
import { changeLinks, type Page } from '../../page/page-reader.ts';
import { changeQuery, findFilter, formatQuery, parseQuery, type QueryPair } from '../../page/query.ts';

import type { Dice } from '../random.ts';
import { isDocumented } from './openness.ts';

/** Gives links another look each time. */
interface LinkDress {
  /** Changes the links of a page. */
  write(page: Page, dice: Dice): void;
  /** The request as the mock understands it. */
  read(request: MockRequest): MockRequest;
}

/** Makes the dress of a contract's links; of those that are not opaque only order and spelling of the parameters are changed. */
export function createLinkDress(contract: Contract): LinkDress {
  return contract.page.style === 'links' ? createOpaqueDress(contract) : createPlainDress();
}

function createPlainDress(): LinkDress {
  return {
    write: (page, dice) => {
      changeLinks(page, (link) => changeQuery(link, (query) => shuffle(query.split('&'), dice).join('&')));
    },
    read: (request) => request,
  };
}

function createOpaqueDress(contract: Contract): LinkDress {
  const { position } = contract.page;
  const names = listLinkNames(contract);
  const positions = isDocumented(contract, ['page', 'position']) ? [position] : [position, ...names.position];
  return {
    write(page, dice) {
      changeLinks(page, (link) => changeQuery(link, (query) => dressQuery(parseQuery(query), dice)));
    },
    read(request) {
      const pairs = parseQuery(request.query);
      // What a client sends on its own is not what links carry.
      const isFollowed = pairs.some(([name]) => positions.includes(name));
      if (!isFollowed || pairs.every(([name]) => name === position || !isOwn(name))) return request;
      const kept = pairs.filter(([name]) => !names.extras.includes(name));
      return {
        ...request,
        query: formatQuery(kept.map(([name, value]) => [positions.includes(name) ? position : name, value])),
      };
    },
  };

  function dressQuery(pairs: readonly QueryPair[], dice: Dice): string {
    const name = dice.pick(positions);
    const renamed = pairs.map(([other, value]): QueryPair => [other === position ? name : other, value]);
    // Only where there is a position are they known for the server's own when they come back.
    const extras = names.extras.filter(() => renamed.some(([other]) => other === name) && dice.onceIn(3));
    const all = [...renamed, ...extras.map((extra): QueryPair => [extra, String(dice.below(1e6))])];
    return shuffle(
      all.map((pair) => formatQuery([pair])),
      dice,
    )
      .map((text) => respell(text, dice))
      .join('&');
  }

  function isOwn(name: string): boolean {
    return positions.includes(name) || names.extras.includes(name);
  }
}

/** Parameters of the same name stay in their order, which may mean something. */
function shuffle(parameters: readonly string[], dice: Dice): readonly string[] {
  const nameOf = (text: string): string => parseQuery(text)[0]?.[0] ?? '';
  const left = new Map<string, string[]>();
  for (const text of parameters) left.set(nameOf(text), [...(left.get(nameOf(text)) ?? []), text]);
  return dice.shuffle(parameters.map(nameOf)).flatMap((name) => left.get(name)?.shift() ?? []);
}

/** The same parameter with other escapes. */
function respell(text: string, dice: Dice): string {
  const spaced = dice.onceIn(2) ? text.replaceAll('%20', '+') : text;
  return dice.onceIn(2) ? spaced.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()) : spaced;
}

/** What the position may be called in opaque links, and what else they may carry. */
interface LinkNames {
  readonly position: readonly string[];
  readonly extras: readonly string[];
}

/** The names that parameters of a contract's links may have: none that a client sends on its own. */
export function listLinkNames(contract: Contract): LinkNames {
  const isFree = (name: string): boolean => {
    return (
      !contract.parameters.some((parameter) => parameter.name === name) && findFilter(contract, name) === undefined
    );
  };
  return {
    position: ['_after', 'continue-from', '$skiptoken', 'pw.at'].filter(isFree),
    extras: ['_sv', 'shard-of', 'x-hop', '~'].filter(isFree),
  };
}
