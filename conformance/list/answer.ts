import type { Json } from '../../src/contract/contract.ts';
import type { TargetResponse } from '../client/target.ts';
import type { ListQuery } from './list-query.ts';

/** An item as it stands in a page. */
export type Item = Readonly<Record<string, Json>>;

/** Where links and tokens of a page lead. */
export type LinkRole = 'next' | 'previous' | 'first' | 'last';

/** What a successful body says. */
export interface ListPage {
  readonly items: readonly Item[];
  /** The items' identities as texts, in order. */
  readonly ids: readonly string[];
  /** Absent when the contract has none, or it is no number. */
  readonly total?: number;
  readonly pageCount?: number;
  readonly pageNumber?: number;
  /** The echoed position and page size. */
  readonly echo: { readonly position?: Json; readonly limit?: Json };
  /** Links or tokens that lead somewhere: not absent, null or empty. */
  readonly links: Readonly<Partial<Record<LinkRole, string>>>;
}

/** What a request was meant to bring. */
export type Purpose =
  /** A page: any other answer is a fault of the target. */
  | 'page'
  /** A refusal: the request is wrong on purpose. */
  | 'refusal'
  /** Whatever comes may be right. */
  | 'either'
  /** Something is to be found out, and nobody is to be judged by it. */
  | 'probe';

/** Where a page was asked to begin. */
export interface PagePosition {
  /** The value of the position parameter. */
  readonly value?: string | number;
  readonly direction?: 'forward' | 'backward';
  /** The link that was followed in place of a parameter. */
  readonly link?: string;
}

/** An answer of the list, and what it was asked. */
export interface Answer {
  readonly query: ListQuery;
  readonly position: PagePosition;
  readonly purpose: Purpose;
  /** How it was reached from another page. */
  readonly via?: LinkRole;
  /** Whether it was asked with the target's own credentials, scope and headers, and nothing but the query's parameters. */
  readonly plain: boolean;
  readonly response: TargetResponse;
  /** Present when the status is that of a success and the items are a list of objects. */
  readonly page?: ListPage;
}

/** An answer with a page. */
export type PageAnswer = Answer & { readonly page: ListPage };

export function hasPage(answer: Answer | undefined): answer is PageAnswer {
  return answer?.page !== undefined;
}
