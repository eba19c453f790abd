import type { Answer, Item, PageAnswer } from './answer.ts';
import type { ListQuery } from './list-query.ts';

/** Pages read one after the other. */
export interface Walk {
  readonly query: ListQuery;
  readonly towards: 'next' | 'previous';
  /** In the order in which they were read. */
  readonly pages: readonly PageAnswer[];
  /** Identities and items in the order of the list, whichever way the walk went. */
  readonly ids: readonly string[];
  readonly items: readonly Item[];
  /**
   * Why it ended. `end`: no further page; `cap`: enough pages were read; `loop`: a page led to one that had been read;
   * `broken`: an answer was no page.
   */
  readonly ended: 'end' | 'cap' | 'loop' | 'broken';
  /** The answer that ended it, when that was `loop` or `broken`. */
  readonly last?: Answer;
}
