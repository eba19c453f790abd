import type { Contract } from '../../src/contract/contract.ts';
import type { SendOptions, Target } from '../client/target.ts';
import type { Answer, LinkRole, PageAnswer, PagePosition, Purpose } from './answer.ts';
import type { ListQuery } from './list-query.ts';
import type { Walk } from './walk.ts';

/** How one question differs from the plain one. */
export interface AskOptions extends SendOptions {
  /** Where the page begins; at the start by default. */
  readonly position?: PagePosition;
  /** `page` by default. */
  readonly purpose?: Purpose;
  /** Further parameters of the query string, behind the others. */
  readonly parameters?: readonly (readonly [name: string, value: string])[];
  /** The whole query string without `?`, to the letter, in place of what the query says. */
  readonly rawQuery?: string;
  /** In place of the target's. */
  readonly pathParameters?: Readonly<Record<string, string>>;
}

export interface WalkOptions {
  /** How the walk goes on from its first page; `next` by default. */
  readonly towards?: 'next' | 'previous';
  /** Where it starts; at the first page by default. */
  readonly from?: PageAnswer;
  /** How many pages it may read; 50 by default. */
  readonly maxPages?: number;
}

/** A client of the list, which pages in the list's own style. */
export interface ListClient {
  readonly contract: Contract;
  readonly target: Target;
  /** Asks for a page. @throws TargetError when no response came */
  ask(query: ListQuery, options?: AskOptions): Promise<Answer>;
  /**
   * Goes on from a page, as a client of the vendor would: by its link, by its token, by the next number, by skipping more.
   *
   * @returns the answer; `undefined` when the page says that there is nothing there
   */
  go(from: PageAnswer, role: LinkRole, options?: AskOptions): Promise<Answer | undefined>;
  /** Reads pages until there are no more, or something is wrong. */
  walk(query: ListQuery, options?: WalkOptions): Promise<Walk>;
}
