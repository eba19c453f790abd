import type { Contract } from '../../contract/contract.ts';
import { changeTokens } from '../../edit/change-tokens.ts';
import { editPages } from '../../edit/edit-pages.ts';
import { shortenPage } from '../../edit/shorten-page.ts';
import { changeLinks, hasTokens, hasUrls } from '../../page/page-reader.ts';
import { parseQuery } from '../../page/parse-query.ts';
import { changeQuery, formatQuery, readParameter, setParameter } from '../../page/query-parameters.ts';
import type { Deviation } from '../deviation.ts';

const isLinks = ({ page }: Contract): boolean => page.style === 'links';

/** Tokens and links of another make, and pages that are not full. */
export const tokenVariations: readonly Deviation[] = [
  {
    name: 'long-tokens',
    summary: 'tokens are texts of JSON in Base64, some hundred characters long',
    area: 'integrity',
    appliesTo: hasTokens,
    wrap: replaceTokens(() => {
      const filler = 'lorem-ipsum-'.repeat(20);
      return {
        write: (token) =>
          Buffer.from(JSON.stringify({ version: 3, shard: filler, after: token })).toString('base64url'),
        read: (text) => readJson(text, filler),
      };
    }),
  },
  {
    name: 'tokens-kept-on-server',
    summary: 'tokens are short texts that mean something to the server only, other ones in each answer',
    area: 'integrity',
    appliesTo: hasTokens,
    wrap: replaceTokens(() => {
      const tokens = new Map<string, string>();
      return {
        write(token) {
          // Spread over all numbers of six digits in base 36, without a repetition.
          const name = `pg-${((tokens.size * 1_234_577 + 987_654_321) % 36 ** 6).toString(36).padStart(6, '0')}x${tokens.size}`;
          tokens.set(name, token);
          return name;
        },
        read: (text) => tokens.get(text),
      };
    }),
  },
  {
    name: 'position-renamed-in-links',
    summary: 'links carry their position under another name than the examples show',
    area: 'paging',
    appliesTo: (contract) => isLinks(contract) && contract.provenanceOf(['page', 'position']).mark !== 'documented',
    wrap: (scene) => {
      const { position } = scene.contract.page;
      const rename = (query: string, from: string, to: string): string =>
        formatQuery(parseQuery(query).map(([name, value]) => [name === from ? to : name, value] as const));
      const answer = editPages((page) =>
        changeLinks(page, (link) => changeQuery(link, (query) => rename(query, position, 'pageToken'))),
      )(scene);
      return (request) => answer({ ...request, query: rename(request.query, 'pageToken', position) });
    },
  },
  {
    name: 'link-parameters-in-other-order',
    summary: 'links have their parameters in another order',
    area: 'paging',
    appliesTo: hasUrls,
    wrap: editPages((page) =>
      changeLinks(page, (link) => changeQuery(link, (query) => query.split('&').reverse().join('&'))),
    ),
  },
  {
    name: 'more-link-parameters',
    summary: 'links have a parameter that is the server’s own',
    area: 'paging',
    appliesTo: isLinks,
    wrap: editPages((page) => changeLinks(page, (link) => changeQuery(link, (query) => `sv=2026-05-05&${query}`))),
  },
  {
    name: 'short-pages',
    summary: 'pages hold fewer rows than they may, though more follow',
    area: 'paging',
    appliesTo: hasTokens,
    wrap:
      ({ contract, ask }) =>
      (request) =>
        shortenPage(contract, ask, request, (limit) => Math.ceil(limit * 0.7)),
  },
];

interface TokenMaker {
  write(token: string): string;
  /** @returns `undefined` for a text that it has not written */
  read(text: string): string | undefined;
}

/** Makes a wrap under which tokens look otherwise. */
function replaceTokens(create: () => TokenMaker): NonNullable<Deviation['wrap']> {
  return (scene) => {
    const { contract } = scene;
    const { position } = contract.page;
    const { write, read } = create();
    const answer = editPages((page) => changeTokens(contract, page, write))(scene);
    return (request) => {
      const text = readParameter(request, position);
      if (text === undefined || text === '') return answer(request);
      return answer(setParameter(request, position, read(text) ?? `not-a-token-${text}`));
    };
  };
}

function readJson(text: string, filler: string): string | undefined {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Record<string, unknown>;
    const isOwn =
      Buffer.from(JSON.stringify(value)).toString('base64url') === text &&
      value['shard'] === filler &&
      value['version'] === 3;
    return isOwn && typeof value['after'] === 'string' ? value['after'] : undefined;
  } catch {
    return undefined;
  }
}
