import type { Contract, LinkRole, Page } from '../contract/contract.ts';
import { createLinkFactory, type PageLink, type RequestUrl, toRelativeLink } from './links.ts';
import type { ParameterNames } from './query.ts';

/**
 * Writes a position into a response, in the form that the contract has for the role.
 *
 * @param text - the position; `undefined` for the first page
 * @param parameter - that holds it, where that is not the usual one
 */
export type PositionWriter = (
  role: LinkRole,
  text: string | undefined,
  isFirst: boolean,
  parameter?: string,
) => string | number | null;

/**
 * Prepares the writing of positions.
 *
 * @returns a function from the URL of a request to the writer of its response
 */
export function prepareWriter(
  contract: ParameterNames & Pick<Contract, 'envelope'>,
  page: Page,
): (url: RequestUrl) => PositionWriter {
  const { forms } = contract.envelope;
  const prepareLinks = createLinkFactory(contract, page.links);
  return (url) => {
    let link: PageLink | undefined;
    return (role, text, isFirst, parameter) => {
      switch (forms.get(role)) {
        case 'token':
          return text ?? null;
        case 'number':
          return text === undefined ? null : Number(text);
        case 'relativeLink':
          link ??= prepareLinks(url);
          return toRelativeLink(link(text, isFirst, parameter));
        default:
          link ??= prepareLinks(url);
          return link(text, isFirst, parameter);
      }
    };
  };
}
