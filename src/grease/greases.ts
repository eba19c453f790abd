import type { Contract } from '../contract/contract.ts';
import { everyContract } from '../edit/every-contract.ts';
import { listOpenPaths } from '../edit/list-open-paths.ts';
import { hasTokens, hasUrls } from '../page/page-reader.ts';
import type { Grease } from './grease.ts';
import { admitsErrorMembers } from './openness/admits-error-members.ts';
import { admitsMembers } from './openness/admits-members.ts';
import { isDocumented } from './openness/is-documented.ts';
import { leavesTiesOpen } from './openness/leaves-ties-open.ts';
import { listHolders } from './openness/list-holders.ts';

/** All that contracts may leave open. */
export const GREASES: readonly Grease[] = [
  {
    name: 'token-format',
    summary: 'tokens are of another length and of other characters each time',
    open: 'a token is opaque: only the server knows what it means',
    closed: 'pages do not join by tokens, or the document says how tokens are made',
    appliesTo: (contract) => hasTokens(contract) && !isDocumented(contract, ['page', 'token', 'shape']),
  },
  {
    name: 'tie-order',
    summary: 'rows with the same sort value come in one order or the other, the same within a walk',
    open: 'the document does not say in which order rows with the same sort value come',
    closed: 'the document names the field that settles ties, or no rows are ever tied',
    appliesTo: leavesTiesOpen,
  },
  {
    name: 'short-pages',
    summary: 'pages hold fewer rows than they may, though more follow',
    open: 'the page size is the most that a page may hold; that more rows follow is for the token to say',
    closed: 'positions are counted in rows or pages, which makes the size of each page certain',
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
    summary: 'fields whose values are an open set have values that nobody has seen before',
    open: 'the set of values is declared as open (x-extensible-enum)',
    closed: 'there is no open set of values, or filters, the order or conditions rest on its values',
    appliesTo: (contract) => listOpenPaths(contract).length > 0,
  },
  {
    name: 'header-case',
    summary: 'names of headers are in upper case, lower case or both, and in another order',
    open: 'names of headers are the same in any case (RFC 9110)',
    closed: '',
    appliesTo: everyContract,
  },
  {
    name: 'more-headers',
    summary: 'answers have the headers that proxies and frameworks add',
    open: 'the document does not say that there are no other headers',
    closed: '',
    appliesTo: everyContract,
  },
  {
    name: 'link-parameters',
    summary: 'links have their parameters in another order and spelling, and opaque ones have more of them',
    open: 'links are there to be followed, not to be taken apart',
    closed: 'pages do not join by links, or the document says in which order their parameters stand',
    appliesTo: (contract) =>
      hasUrls(contract) && !(isNumbered(contract) && isDocumented(contract, ORDER_OF_PARAMETERS)),
  },
  {
    name: 'json-spelling',
    summary: 'bodies have other white space, order of members and escapes',
    open: 'these are the same in JSON (RFC 8259)',
    closed: '',
    appliesTo: everyContract,
  },
  {
    name: 'media-type',
    summary: 'the media type is spelled in other letters, with spaces and quotation marks',
    open: 'these are the same in a media type (RFC 9110)',
    closed: '',
    appliesTo: everyContract,
  },
];

const ORDER_OF_PARAMETERS = ['page', 'links', 'parameterOrder'];

const isNumbered = ({ page }: Contract): boolean => page.style === 'number';
