import { getJson } from '../lib/send-request.mjs';
import { withQuery } from './with-query.mjs';

const ROWS = 20;

/**
 * Finds the requests of every case on a list with page numbers.
 * @param {import('./cases.mjs').Target} target
 * @param {import('./cases.mjs').CollectOptions} options
 * @returns {Promise<import('./cases.mjs').Requests>}
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
 * @param {import('./cases.mjs').Target} target
 * @returns {Promise<import('./cases.mjs').FreshFilter[]>}
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
