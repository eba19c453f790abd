/** What becomes of a page size outside its bounds. */
export type OutOfRange = 'reject' | 'clamp' | 'default';

/** The page-size parameter. */
export interface Limit {
  readonly parameter: string;
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly above: OutOfRange;
  readonly below: OutOfRange;
  readonly malformed: OutOfRange;
}

/** How the position of a page is sealed in a token. */
export interface TokenPolicy {
  /** The text around the sealed key, by direction; `{key}` stands for the key itself. Absent: the key alone. */
  readonly shape?: { readonly forward: string; readonly backward: string };
  readonly encoding: 'base64' | 'none';
  /** What a token is bound to: used with another value of any of these, it is not valid. */
  readonly boundTo: ReadonlySet<'tenant' | 'scope' | 'filters'>;
  /** How long it stays valid, in milliseconds; absent: for ever. */
  readonly lifetime?: number;
}

/** How the links of a response are built from the request's URL. */
export interface LinkPolicy {
  /** Which of the request's parameters a link repeats. */
  readonly keep: 'all' | 'declared';
  readonly parameterOrder: 'sorted' | 'asSent';
  readonly encoding: 'percent' | 'form';
  /** Whether a link to the first page names its position. */
  readonly firstPosition: 'omitted' | 'stated';
}

interface PageBase {
  readonly limit: Limit;
  /** The parameter that says where the page begins. */
  readonly position: string;
}

export interface LinksPage extends PageBase {
  readonly style: 'links';
  readonly token: TokenPolicy;
  readonly links: LinkPolicy;
}

export interface NumberPage extends PageBase {
  readonly style: 'number';
  readonly links: LinkPolicy;
  /** The word that stands for the last page, if there is one. */
  readonly lastWord?: string;
  readonly pastEnd: 'reject' | 'empty';
}

export interface KeysetPage extends PageBase {
  readonly style: 'keyset';
  readonly token: TokenPolicy;
  readonly direction?: { readonly parameter: string; readonly forward: string; readonly backward: string };
}

export interface OffsetPage extends PageBase {
  readonly style: 'offset';
  readonly pastEnd: 'reject' | 'empty';
}

/** How pages join up. */
export type Page = LinksPage | NumberPage | KeysetPage | OffsetPage;
