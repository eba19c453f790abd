import type { Contract } from '../contract/contract.ts';
import { changeLinks, type Page } from '../page/page-reader.ts';
import { parseQuery } from '../page/parse-query.ts';
import { changeQuery, formatQuery } from '../page/query-parameters.ts';

/** Changes the tokens of a page: those within links, and the one that says where the page itself begins. */
export function changeTokens(
  { page: { style, position } }: Contract,
  page: Page,
  change: (token: string) => string,
): void {
  const echo = page.read('position');
  if (typeof echo === 'string') page.write('position', change(echo));
  changeLinks(page, (link) => {
    if (style === 'keyset') return change(link);
    return changeQuery(link, (query) => {
      return formatQuery(
        parseQuery(query).map(([name, value]) => [name, name === position ? change(value) : value] as const),
      );
    });
  });
}
