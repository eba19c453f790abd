import type { Contract, ErrorAnswer, Json } from '../../contract/contract.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';
import type { World } from '../../mock/state.ts';
import { changeLinks, hasTokens, hasUrls, readBody, readId, writeBody, writePointer } from '../../page/page-reader.ts';
import { changeQuery, formatQuery, parseQuery, readParameter, setParameter } from '../../page/query.ts';

import { escapeUnit, toByteString } from '../../store/body.ts';

import { changeTokens, editAnswers, editPages, editRefusals, everyContract } from '../edits.ts';

import type { Scene } from '../engine.ts';
import { listOpenPaths } from '../open-sets.ts';
import { shortenPage } from '../short-pages.ts';
import { turnTies } from '../tables.ts';
import type { Deviation } from './deviation.ts';
import { isChosen } from './item-fields.ts';

/** Rows that come, go and change while somebody reads them, and rows with more than a contract knows of. */
export const rowVariations: readonly Deviation[] = [
  {
    name: 'other-tie-order',
    summary: 'rows with the same sort value come in another order, always the same',
    area: 'paging',
    appliesTo: everyContract,
    bendContract(contract) {
      return { ...contract, order: { ...contract.order, by: turnTies(contract.order.by) } };
    },
  },
  {
    name: 'more-item-fields',
    summary: 'items have fields that are not documented',
    area: 'shape',
    appliesTo: everyContract,
    wrap: editPages((page) => {
      page.items = page.items.map((item) => ({ ...item, _links: { self: { href: '/' } }, etag: null, labels: [] }));
    }),
  },
  {
    name: 'open-set-has-more-values',
    summary: 'a field whose values are an open set has one that nobody has seen before',
    area: 'shape',
    appliesTo: (contract) => listOpenFields(contract).length > 0,
    wrap: editPages((page, _request, { contract }) => {
      const names = listOpenFields(contract);
      page.items = page.items.map((item) => {
        if (!isChosen(readId(contract, item))) return item;
        return { ...item, ...Object.fromEntries(names.map((name) => [name, 'Never seen before'])) };
      });
    }),
  },
  {
    name: 'rows-added',
    summary: 'a row is added after every few requests',
    area: 'paging',
    appliesTo: everyContract,
    wrap: everyFew(6, (world, collection) => {
      world.add(collection, {});
    }),
  },
  {
    name: 'rows-removed',
    summary: 'a row is removed after every few requests',
    area: 'paging',
    appliesTo: everyContract,
    wrap: everyFew(9, (world, collection, count) => {
      const id = pickRow(world, collection, count);
      if (id !== undefined) world.remove(collection, id);
    }),
  },
  {
    name: 'rows-changed',
    summary: 'a row makes a move of its lifecycle after every few requests',
    area: 'paging',
    appliesTo: ({ moves }) => [...moves.values()].some(({ creates }) => !creates),
    wrap: everyFew(5, (world, collection, count) => {
      const names = [...world.contract.moves.values()].filter(({ creates }) => !creates).map(({ name }) => name);
      for (let step = 0; step < 20; step += 1) {
        const id = pickRow(world, collection, count + 17 * step);
        if (id !== undefined && tryMove(world, collection, names[(count + step) % names.length] ?? '', id)) return;
      }
    }),
  },
];

/** Fields of items themselves that may show values which nobody has seen before. */
function listOpenFields(contract: Contract): readonly string[] {
  return listOpenPaths(contract).flatMap(([name, ...inner]) => (name === undefined || inner.length > 0 ? [] : [name]));
}

function everyFew(
  few: number,
  change: (world: World, collection: string, count: number) => void,
): NonNullable<Deviation['wrap']> {
  return ({ world, ask }: Scene) => {
    let count = 0;
    return (request) => {
      const response = ask(request);
      if (response?.status !== 200) return response;
      count += 1;
      const collection = world.tenants[0]?.collections[0];
      if (count % few === 0 && collection !== undefined) change(world, collection, count);
      return response;
    };
  };
}

/** The identity of a row near the start of the list, where readers are. */
function pickRow({ table, contract }: World, collection: string, count: number): string | undefined {
  const rows = table(collection);
  const view = rows?.select({ criteria: [], order: contract.order.by });
  if (rows === undefined || view === undefined || view.count === 0) return undefined;
  return readId(contract, rows.rowAt(view.slotAt((count * 7) % Math.min(view.count, 40))));
}

function tryMove(world: World, collection: string, name: string, id: string): boolean {
  try {
    world.move(collection, name, id);
    return true;
  } catch {
    // The row is not in a state that the move starts from.
    return false;
  }
}

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

/** The same answers, spelled in another way or with more in them. */
export const messageVariations: readonly Deviation[] = [
  {
    name: 'more-envelope-fields',
    summary: 'pages have members around the items that are not documented',
    area: 'shape',
    appliesTo: everyContract,
    wrap: editAnswers((response) => {
      return response.status === 200 ? addMembers(response, { meta: { took_ms: 3 }, warnings: [] }) : response;
    }),
  },
  {
    name: 'more-error-fields',
    summary: 'errors have members that are not documented',
    area: 'shape',
    appliesTo: everyContract,
    wrap: editRefusals((response) =>
      addMembers(response, { documentation: 'https://docs.example/errors', instance: null }),
    ),
  },
  {
    name: 'errors-reworded',
    summary: 'errors whose wording is not documented have another one',
    area: 'shape',
    appliesTo: ({ errors }) => errors.size > 0,
    bendContract: rewordErrors,
  },
  {
    name: 'body-spelled-otherwise',
    summary: 'bodies are indented, and have other characters than those of ASCII escaped',
    area: 'shape',
    appliesTo: everyContract,
    wrap: editAnswers((response) => {
      const body = readBody(response);
      if (body === undefined) return response;
      return { ...response, body: toByteString(`${escapeText(JSON.stringify(body, undefined, 2))}\n`) };
    }),
  },
  {
    name: 'media-type-spelled-otherwise',
    summary: 'the media type is spelled in other letters, with spaces and quotation marks',
    area: 'shape',
    appliesTo: everyContract,
    wrap: editAnswers((response) => {
      const headers = response.headers.map(([name, value]) => {
        return [name, /^application\/json/i.test(value) ? 'Application/JSON ; Charset="utf-8"' : value] as const;
      });
      return { ...response, headers };
    }),
  },
  {
    name: 'more-headers',
    summary: 'answers have the headers that proxies and frameworks add',
    area: 'shape',
    appliesTo: everyContract,
    wrap: editAnswers((response) => {
      const more = [
        ['ETag', 'W/"7f9c"'],
        ['Cache-Control', 'private, max-age=0'],
        ['Vary', 'Accept-Encoding, Origin'],
        ['Set-Cookie', 'session=1; HttpOnly'],
        ['X-RateLimit-Remaining', '999'],
      ] as const;
      return { ...response, headers: [...response.headers, ...more] };
    }),
  },
];

function addMembers(response: MockResponse, members: Readonly<Record<string, Json>>): MockResponse {
  const body = readBody(response);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return response;
  for (const [name, value] of Object.entries(members)) writePointer(body, [name], value);
  return writeBody(response, body);
}

function escapeText(json: string): string {
  return json.replace(/[^\x20-\x7e\n]/g, escapeUnit);
}

/** What the document shows stays as it is; so does what looks like a code. */
function rewordErrors(contract: Contract): Contract {
  const errors = [...contract.errors].map(([condition, answer]): [typeof condition, ErrorAnswer] => {
    const { mark } = contract.provenanceOf(['errors', condition, 'example']);
    return [condition, mark === 'documented' ? answer : { ...answer, body: reword(answer.body) }];
  });
  return { ...contract, errors: new Map(errors) };
}

function reword(body: Json): Json {
  const text = JSON.stringify(body, (_key, value: unknown) => {
    return typeof value === 'string' && value.includes(' ') ? `Sorry: ${value}` : value;
  });
  return JSON.parse(text) as Json;
}

/** What happens to requests on their way, and methods that need not be there. */
export const weatherVariations: readonly Deviation[] = [
  {
    name: 'rate-limited-now-and-then',
    summary: 'a request now and then is answered with 429, to be sent again at once',
    area: 'robustness',
    appliesTo: everyContract,
    wrap: nowAndThen(29, ({ fail }, request) => {
      const { headers, ...rest } = fail('rateLimited', request);
      return { ...rest, headers: [...headers.filter(([name]) => !/^retry-after$/i.test(name)), ['Retry-After', '0']] };
    }),
  },
  {
    name: 'bad-gateway-now-and-then',
    summary: 'a request now and then is answered with 502 by something in between',
    area: 'robustness',
    appliesTo: everyContract,
    wrap: nowAndThen(37, () => ({
      status: 502,
      headers: [['Content-Type', 'text/html']],
      body: '<html><head><title>502 Bad Gateway</title></head></html>',
    })),
  },
  {
    name: 'slow-now-and-then',
    summary: 'an answer now and then takes its time',
    area: 'robustness',
    appliesTo: everyContract,
    wrap: nowAndThen(17, ({ ask }, request) => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25);
      return ask(request);
    }),
  },
  {
    name: 'no-head',
    summary: 'a HEAD request is refused with 405',
    area: 'robustness',
    appliesTo: everyContract,
    wrap:
      ({ ask, fail }) =>
      (request) =>
        request.method === 'HEAD' ? fail('methodNotAllowed', request) : ask(request),
  },
];

function nowAndThen(
  often: number,
  answer: (scene: Scene, request: MockRequest) => MockResponse | undefined,
): NonNullable<Deviation['wrap']> {
  return (scene) => {
    let count = 0;
    return (request) => {
      count += 1;
      return count % often === 0 ? answer(scene, request) : scene.ask(request);
    };
  };
}
