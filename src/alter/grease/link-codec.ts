import type { Contract } from '../../contract/contract.ts';
import type { Random } from '../../dataset/random.ts';
import type { MockRequest } from '../../mock/message.ts';
import { changeLinks, type Page } from '../../page/page-reader.ts';
import { changeQuery, findFilter, formatQuery, parseQuery, type QueryPair } from '../../page/query.ts';
import { isDocumented } from './openness.ts';

/** Gives links another look each time. */
interface LinkCodec {
  /** Changes the links of a page. */
  encode(page: Page, random: Random): void;
  /** The request as the mock understands it. */
  decode(request: MockRequest): MockRequest;
}

/** Makes the codec of a contract's links; of those that are not opaque only the order of the parameters changes. */
export function createLinkCodec(contract: Contract): LinkCodec {
  return contract.page.style === 'links' ? createOpaqueCodec(contract) : createPlainCodec();
}

function createPlainCodec(): LinkCodec {
  return {
    encode: (page, random) => {
      changeLinks(page, (link) => changeQuery(link, (query) => shuffle(query.split('&'), random).join('&')));
    },
    decode: (request) => request,
  };
}

function createOpaqueCodec(contract: Contract): LinkCodec {
  const { position } = contract.page;
  const names = listLinkNames(contract);
  const positions = isDocumented(contract, ['page', 'position']) ? [position] : [position, ...names.position];
  return {
    encode(page, random) {
      changeLinks(page, (link) => changeQuery(link, (query) => greaseQuery(parseQuery(query), random)));
    },
    decode(request) {
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

  function greaseQuery(pairs: readonly QueryPair[], random: Random): string {
    const name = random.pick(positions);
    const renamed = pairs.map(([other, value]): QueryPair => [other === position ? name : other, value]);
    // Only where there is a position are they known for the server's own when they come back.
    const extras = names.extras.filter(() => renamed.some(([other]) => other === name) && random.onceIn(3));
    const all = [...renamed, ...extras.map((extra): QueryPair => [extra, String(random.below(1e6))])];
    return shuffle(
      all.map((pair) => formatQuery([pair])),
      random,
    )
      .map((text) => respell(text, random))
      .join('&');
  }

  function isOwn(name: string): boolean {
    return positions.includes(name) || names.extras.includes(name);
  }
}

/** Parameters of the same name stay in their order, which may mean something. */
function shuffle(parameters: readonly string[], random: Random): readonly string[] {
  const nameOf = (text: string): string => parseQuery(text)[0]?.[0] ?? '';
  const left = new Map<string, string[]>();
  for (const text of parameters) left.set(nameOf(text), [...(left.get(nameOf(text)) ?? []), text]);
  return random.shuffle(parameters.map(nameOf)).flatMap((name) => left.get(name)?.shift() ?? []);
}

/** The same parameter with other escapes. */
function respell(text: string, random: Random): string {
  const spaced = random.onceIn(2) ? text.replaceAll('%20', '+') : text;
  return random.onceIn(2) ? spaced.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()) : spaced;
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
