import { getJson } from '../lib/send-request.mjs';
import { withQuery } from './with-query.mjs';

const ROWS = 20;
const STRIDE = 100;

/**
 * Finds the requests of every case on a list with links. A position in it can only be reached by walking there,
 * which takes pages of 100 when the list is long; each link is then used with a limit of 20.
 * @param {import('./cases.mjs').Target} target
 * @param {import('./cases.mjs').CollectOptions} options
 * @returns {Promise<import('./cases.mjs').Requests>}
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
 * @param {import('./cases.mjs').Target} target
 * @returns {Promise<import('./cases.mjs').FreshFilter[]>}
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
