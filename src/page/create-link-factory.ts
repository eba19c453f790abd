import type { LinkPolicy } from '../contract/contract.ts';
import { createLinkBuilder, type LinkBuilder, type RequestUrl } from './build-link.ts';
import { createParameterTest } from './create-parameter-test.ts';
import type { PagedContract } from './pager.ts';

/** Makes a link to the page at a position; a link to the first page may do without it. */
export type PageLink = (position: string, isFirst: boolean) => string;

/**
 * Prepares the links of a contract.
 *
 * @returns a function from a request's URL to its links. The URL is looked at when the first link is made, and not at
 *   all for a page that has none.
 */
export function createLinkFactory(contract: PagedContract, policy: LinkPolicy): (url: RequestUrl) => PageLink {
  const isDeclared = createParameterTest(contract);
  return (url) => {
    let build: LinkBuilder | undefined;
    return (position, isFirst) => {
      build ??= createLinkBuilder(url, policy, contract.page.position, isDeclared);
      return build(isFirst && policy.firstPosition === 'omitted' ? undefined : position);
    };
  };
}
