import type { ListClient } from '../list/list-client.ts';
import type { ListQuery } from '../list/list-query.ts';
import type { Reference } from './survey.ts';

/** Watches a set of rows by its first page and its total: rows that come and go show there sooner or later. */
export async function createProbe(list: ListClient, query: ListQuery): Promise<Reference> {
  const look = async (): Promise<string> => {
    const { page, response } = await list.ask(query, { purpose: 'either' });
    return JSON.stringify(page === undefined ? response.status : [page.total, page.ids]);
  };
  let before = await look();
  return {
    async reread() {
      const now = await look();
      const isSame = now === before;
      before = now;
      return isSame;
    },
  };
}
