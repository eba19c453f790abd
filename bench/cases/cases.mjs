import { collectPiriod, listFreshPiriodFilters } from './collect-piriod.mjs';
import { collectPyng, listFreshPyngFilters } from './collect-pyng.mjs';

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
