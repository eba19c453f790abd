import type { Contract, ContractId } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';

import { hasTokens, hasUrls } from '../../page/page-reader.ts';
import { everyContract } from '../edits.ts';
import {
  admitsErrorMembers,
  admitsMembers,
  isDocumented,
  leavesTiesOpen,
  listHolders,
  listOpenPaths,
} from './openness.ts';

/** Names of features of grease. */
export type FeatureName =
  | 'token-format'
  | 'tie-order'
  | 'short-pages'
  | 'item-fields'
  | 'envelope-fields'
  | 'error-fields'
  | 'enum-values'
  | 'header-case'
  | 'more-headers'
  | 'link-parameters'
  | 'json-spelling'
  | 'media-type';

/** Something that a contract may leave open, and that greased responses do in another way each time. */
interface GreaseFeature {
  readonly name: FeatureName;
  /** What is different, in a sentence without a full stop. */
  readonly summary: string;
  /** Why a client may not depend on it, where it is open. */
  readonly open: string;
  /** Why it stays as it is, where it is not; empty where every contract leaves it open. */
  readonly closed: string;
  /** Whether the contract leaves it open. */
  appliesTo(contract: Contract): boolean;
}

/** Whether tokens may be any text. */
function hasFreeTokens(contract: Contract): boolean {
  const { page } = contract;
  return (
    hasTokens(contract) && !((page.style === 'keyset' || page.style === 'links') && page.token.integer !== undefined)
  );
}

/** Every feature, in the order in which they are shown. */
export const GREASE_FEATURES: readonly GreaseFeature[] = [
  {
    name: 'token-format',
    summary: 'tokens have another length and other characters each time',
    open: 'a token is opaque: only the server knows what it means',
    closed: 'there are no tokens, or the document says how tokens are made',
    appliesTo: (contract) => hasFreeTokens(contract) && !isDocumented(contract, ['page', 'token', 'shape']),
  },
  {
    name: 'tie-order',
    summary: 'rows with the same sort value come in either order, the same within a walk',
    open: 'the document does not say in which order rows with the same sort value come',
    closed: 'the document names the field that orders ties, or there are no ties',
    appliesTo: leavesTiesOpen,
  },
  {
    name: 'short-pages',
    summary: 'pages hold fewer rows than they may, though more follow',
    open: 'the page size is a maximum; whether more rows follow is told by the token',
    closed: 'positions count rows or pages, which determines the size of each page',
    appliesTo: hasTokens,
  },
  {
    name: 'item-fields',
    summary: 'items have fields that are not documented',
    open: 'the schema of an item does not rule out other fields',
    closed: 'the schema of an item rules out other fields, or gives them a meaning',
    appliesTo: ({ itemSchema }) => admitsMembers(itemSchema),
  },
  {
    name: 'envelope-fields',
    summary: 'pages have members around the items that are not documented',
    open: 'the schema of the response does not rule out other members',
    closed: 'the schema of the response rules out other members, or there is nothing around the items',
    appliesTo: (contract) => listHolders(contract).length > 0,
  },
  {
    name: 'error-fields',
    summary: 'errors have members that are not documented',
    open: 'the schemas of errors do not rule out other members',
    closed: 'there are no errors, or their schemas rule out other members',
    appliesTo: (contract) => [...contract.errors.values()].some(({ status }) => admitsErrorMembers(contract, status)),
  },
  {
    name: 'enum-values',
    summary: 'fields with an open set of values have unknown values',
    open: 'the set of values is declared as open (x-extensible-enum)',
    closed: 'there is no open set of values, or filters, the order or conditions depend on its values',
    appliesTo: (contract) => listOpenPaths(contract).length > 0,
  },
  {
    name: 'header-case',
    summary: 'header names are in upper case, lower case or both, and in another order',
    open: 'header names are case-insensitive, and their order means nothing (RFC 9110)',
    closed: '',
    appliesTo: everyContract,
  },
  {
    name: 'more-headers',
    summary: 'responses have the headers that proxies and frameworks add',
    open: 'the document does not rule out other headers',
    closed: '',
    appliesTo: everyContract,
  },
  {
    name: 'link-parameters',
    summary: 'links have their parameters in another order and spelling, and opaque ones have more of them',
    open: 'links are to be followed, not parsed',
    closed: 'there are no links, or the document says in which order their parameters stand',
    appliesTo: (contract) =>
      hasUrls(contract) && !(isNumbered(contract) && isDocumented(contract, ORDER_OF_PARAMETERS)),
  },
  {
    name: 'json-spelling',
    summary: 'bodies have other white space, other escapes, and their members in another order',
    open: 'none of this means anything in JSON (RFC 8259)',
    closed: '',
    appliesTo: everyContract,
  },
  {
    name: 'media-type',
    summary: 'the media type is in another case, with spaces and quotation marks',
    open: 'none of this means anything in a media type (RFC 9110)',
    closed: '',
    appliesTo: everyContract,
  },
];

const ORDER_OF_PARAMETERS = ['page', 'links', 'parameterOrder'];

const isNumbered = ({ page }: Contract): boolean => page.style === 'number';

/**
 * The features that apply to a contract.
 *
 * @param names - those that are wanted; all by default
 * @throws {PagewrightError} `invalid-option` for an unknown name
 */
export function chooseFeatures(contract: Contract, names?: readonly string[]): ReadonlySet<FeatureName> {
  const known = GREASE_FEATURES.map(({ name }) => name);
  const unknown = names?.find((name) => !known.some((other) => other === name));
  if (unknown !== undefined) {
    throw new PagewrightError('invalid-option', `Unknown grease feature ${unknown}; known: ${known.join(', ')}`);
  }
  const chosen = GREASE_FEATURES.filter((grease) => names?.includes(grease.name) ?? true);
  return new Set(chosen.filter((grease) => grease.appliesTo(contract)).map(({ name }) => name));
}

/** Whether a feature applies to a contract, and why. */
export interface GreaseDescription {
  readonly contract: ContractId;
  readonly name: FeatureName;
  readonly summary: string;
  readonly applies: boolean;
  /** What the document leaves open, or why it does not. */
  readonly reason: string;
}

/** Describes every feature for each contract, in the order of contracts and features. */
export function describeFeatures(contracts: readonly Contract[]): readonly GreaseDescription[] {
  return contracts.flatMap((contract) => GREASE_FEATURES.map((grease) => describe(contract, grease)));
}

function describe(contract: Contract, { name, summary, open, closed, appliesTo }: GreaseFeature): GreaseDescription {
  const applies = appliesTo(contract);
  return { contract: contract.id, name, summary, applies, reason: applies ? open : closed };
}
