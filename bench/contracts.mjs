import { getJson } from './pages.mjs';

/**
 * @typedef {object} Target a list to send requests to
 * @property {number} port
 * @property {string} path of the list
 * @property {Record<string, string>} headers that get access
 * @property {number} rows
 *
 * @typedef {object} CollectOptions
 * @property {number} positions at most so many different requests for each case
 * @property {number} walkPages how far to follow links
 * @property {() => number} random
 *
 * @typedef {Record<'first' | 'deep' | 'filtered' | 'two-filter', string[]>} Requests paths, for pages of 20 rows
 * @typedef {{ label: string, path: string }} FreshFilter
 *
 * @typedef {object} ContractCases
 * @property {(target: Target, options: CollectOptions) => Promise<Requests>} collect
 * @property {(target: Target) => Promise<FreshFilter[]>} listFreshFilters
 * @property {string} identity the field that names a row
 * @property {(turn: number) => Record<string, unknown>} change what to set in a row; differs from turn to turn
 */

/** @type {Record<string, ContractCases>} the contracts that are measured */
export const CONTRACTS = {
  piriod: {
    collect: collectPiriod,
    listFreshFilters: listFreshPiriodFilters,
    identity: 'id',
    change: (turn) => ({ name: `Changed ${turn}` }),
  },
  pyng: {
    collect: collectPyng,
    listFreshFilters: listFreshPyngFilters,
    identity: 'customerReference',
    change: (turn) => ({ invitedAt: 1_700_000_000_000 + turn }),
  },
};

const ROWS = 20;

/**
 * Finds the requests of every case on a list with page numbers.
 * @param {Target} target
 * @param {CollectOptions} options
 * @returns {Promise<Requests>}
 */
export async function collectPiriod(target, { positions, random }) {
  const page = (query) => withQuery(target.path, { ...query, page_size: ROWS });
  const load = (query) => getJson(target.port, page(query), target.headers);
  const { count } = await load({});
  const spread = (matches, query) => pickPages(matches, positions, random).map((number) => page({ ...query, page: number }));

  const seen = await load({ page: Math.ceil(count / ROWS / 2) });
  const { created } = seen.results[0];
  const countries = [...new Set(seen.results.map((row) => row.country.id))];
  const filtered = [];
  const twoFilter = [];
  for (const country of countries) {
    filtered.push(...spread((await load({ country })).count, { country }));
    const two = { country, created__gte: created };
    twoFilter.push(...spread((await load(two)).count, two));
  }
  return { first: [page({})], deep: spread(count, {}), filtered: sample(filtered), 'two-filter': sample(twoFilter) };

  function sample(paths) {
    return paths.map((path) => ({ path, key: random() })).sort((a, b) => a.key - b.key).slice(0, positions).map(({ path }) => path);
  }
}

/** Numbers of full pages in random order: all of them when they are few. The first and a part-filled last one are left out. */
function pickPages(matches, positions, random) {
  const full = Math.floor(matches / ROWS);
  if (full <= 1) return full === 1 ? [1] : [];
  const all = full - 1 <= positions ? Array.from({ length: full - 1 }, (_, index) => index + 2) : undefined;
  return all ?? Array.from({ length: positions }, () => 2 + Math.floor(random() * (full - 1)));
}

/**
 * Combinations of filters, none of which the other cases or each other use.
 * @param {Target} target
 * @returns {Promise<FreshFilter[]>}
 */
export async function listFreshPiriodFilters(target) {
  const load = (page) => getJson(target.port, withQuery(target.path, { page, page_size: 100 }), target.headers);
  const { count, results: early } = await load(1);
  const { results: late } = await load(Math.min(50, Math.floor(count / 100)));
  const [row, other] = [early[0], late.find((candidate) => candidate.country.id !== early[0].country.id) ?? late[0]];
  const [newer, older] = [row.created, other.created];
  const metadata = Object.entries(row.metadata ?? {})[0];
  /** @type {Array<[string, Record<string, unknown>]>} */
  const combinations = [
    ['one value', { country: row.country.id }],
    ['another value', { country: other.country.id }],
    ['a lower bound', { created__gte: older }],
    ['both bounds', { created__gte: older, created__lte: newer }],
    ['value and lower bound', { country: row.country.id, created__gte: older }],
    ['value and upper bound', { country: other.country.id, created__lte: older }],
    ['value and both bounds', { country: other.country.id, created__gte: older, created__lte: newer }],
    ['value in another order', { country: row.country.id, ordering: 'name' }],
    ['all in another order', { ordering: '-email,name' }],
    ['a name', { name: row.name }],
    ['an email', { email: other.email }],
    ['a tax id and a value', { tax_id: other.tax_id, country: other.country.id }],
    ['a source', { sources: [...early, ...late].find((candidate) => candidate.sources?.length > 0)?.sources[0] }],
    ['metadata', metadata === undefined ? { metadata__a: undefined } : { [`metadata__${metadata[0]}`]: metadata[1] }],
    ['a value that no row has', { country: 'none-has-this' }],
  ];
  return combinations
    .filter(([, query]) => Object.values(query).every((value) => value !== undefined && value !== null))
    .map(([label, query]) => ({ label, path: withQuery(target.path, { ...query, page_size: ROWS }) }));
}

const STRIDE = 100;

/**
 * Finds the requests of every case on a list with links. A position in it can only be reached by walking there,
 * which takes pages of 100 when the list is long; each link is then used with a limit of 20.
 * @param {Target} target
 * @param {CollectOptions} options
 * @returns {Promise<Requests>}
 */
export async function collectPyng(target, { positions, walkPages, random }) {
  const limit = target.rows > 10_000 ? STRIDE : ROWS;
  const walk = async (query, pages) => {
    const links = await walkLinks(target, withQuery(target.path, { ...query, limit }), pages);
    return links.map((link) => link.replace(`limit=${limit}`, `limit=${ROWS}`));
  };
  const deep = await walk({}, walkPages);
  const middle = await getJson(target.port, deep[deep.length >> 1] ?? target.path, target.headers);
  const one = { state: 'invited' };
  const two = { ...one, invitedFrom: middle.data.items[0].invitedAt };
  const shuffle = (paths) => paths.map((path) => ({ path, key: random() })).sort((a, b) => a.key - b.key).slice(0, positions).map(({ path }) => path);
  return {
    first: [withQuery(target.path, { limit: ROWS })],
    deep: shuffle(deep),
    filtered: shuffle(await walk(one, Math.ceil(walkPages / 10))),
    'two-filter': shuffle(await walk(two, Math.ceil(walkPages / 10))),
  };
}

/** The links met on the way, without the one to the last page, which may be part-filled. */
async function walkLinks(target, path, pages) {
  const links = [];
  let next = path;
  while (links.length < pages) {
    const { data } = await getJson(target.port, next, target.headers);
    if (data.nextHref === undefined) return links.slice(0, -1);
    const url = new URL(data.nextHref);
    next = url.pathname + url.search;
    links.push(next);
  }
  return links;
}

/**
 * Combinations of filters, none of which the other cases or each other use.
 * @param {Target} target
 * @returns {Promise<FreshFilter[]>}
 */
export async function listFreshPyngFilters(target) {
  const { data } = await getJson(target.port, withQuery(target.path, { limit: 100 }), target.headers);
  const [newer, older] = [data.items[0].invitedAt, data.items.at(-1).invitedAt];
  /** @type {Array<[string, Record<string, unknown>]>} */
  const combinations = [
    ['one value', { state: 'linked' }],
    ['another value', { state: 'invited' }],
    ['a lower bound', { invitedFrom: older }],
    ['an upper bound', { invitedTo: older }],
    ['both bounds', { invitedFrom: older, invitedTo: newer }],
    ['value and lower bound', { state: 'linked', invitedFrom: older }],
    ['value and upper bound', { state: 'invited', invitedTo: older - 1 }],
    ['value and both bounds', { state: 'linked', invitedFrom: older, invitedTo: newer - 1 }],
    ['an empty window', { state: 'invited', invitedFrom: newer + 1 }],
  ];
  return combinations.map(([label, query]) => ({ label, path: withQuery(target.path, { ...query, limit: ROWS }) }));
}

/**
 * @param {string} path
 * @param {Record<string, unknown>} query added to what the path has
 * @returns {string}
 */
export function withQuery(path, query) {
  const url = new URL(path, 'http://localhost');
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url.pathname + url.search;
}
