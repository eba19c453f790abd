import type { LinksPage } from '../contract/contract.ts';
import { createLinkFactory } from './create-link-factory.ts';
import type { CursorCodec } from './cursor-codec.ts';
import { joinPage, listRoles } from './join-page.ts';
import type { PagedContract, Pager } from './pager.ts';
import { readToken } from './read-token.ts';
import { seekNeighbours } from './seek-neighbours.ts';
import { sliceView } from './slice-view.ts';

/** Creates a pager whose pages join by ready-made links with tokens in them. */
export function createLinksPager(contract: PagedContract, page: LinksPage, codec: CursorCodec): Pager {
  const syntax = contract.query;
  const roles = listRoles(contract.envelope);
  const prepareLinks = createLinkFactory(contract, page.links);
  return {
    readPosition: (query, context) => readToken(query, page, syntax, codec, context),
    slice: sliceView,
    join(current) {
      const { binding, now } = current.context;
      const link = prepareLinks(current.url);
      return joinPage(current, roles, seekNeighbours, {
        write: (target) => link(codec.mint(target, binding, now), target.at === 'start'),
        echo: (target) => codec.mint(target, binding, now),
      });
    },
  };
}
