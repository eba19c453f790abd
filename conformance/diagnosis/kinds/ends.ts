import type { BugKind } from './bug-kind.ts';

/** Where lists begin and end, and how links say so. */
export const END_KINDS: readonly BugKind[] = [
  {
    name: 'next-past-the-end',
    title: 'The last page leads on to a next one',
    suspicion: 'a next page is offered without looking whether any row follows',
    practice:
      '`next = rows.length === limit ? … : null`, which a full last page deceives; a cursor that is made of the last row in any case.',
    remedy: 'Fetch one row more than the page holds, and offer a next page only where it came.',
    bugs: ['only-page-leads-on', 'last-page-leads-to-itself', 'full-last-page-leads-on'],
  },
  {
    name: 'ends-early',
    title: 'The list ends before its last page',
    suspicion: 'the number of pages is rounded down, or a page that is not full is taken for no page',
    practice:
      '`Math.floor(total / limit)` in place of `Math.ceil`; `hasNext = (page + 1) * size < total` with a page counted from 1.',
    remedy: 'Round up: `ceil(total / limit)`; or look whether a further row exists.',
    bugs: [
      'partial-last-page-not-linked',
      'next-missing-on-pages-of-5',
      'next-missing-before-tie',
      'next-missing-before-last-row',
    ],
  },
  {
    name: 'page-count',
    title: 'The number of pages, or of the page, is wrong',
    suspicion: 'pages are counted from another number, or their number is rounded down',
    practice:
      'Integer division that drops the rest; Spring Data’s `Page.getNumber()`, which counts from 0, sent where the contract counts from 1.',
    remedy: 'Count pages as the contract does, and round up: `ceil(total / limit)`.',
    bugs: ['page-count-floor', 'page-number-from-zero'],
  },
  {
    name: 'previous-link',
    title: 'The link to the previous page is missing, or is there where it should not be',
    suspicion: 'whether there is a previous page is not looked up but guessed',
    practice:
      'A previous link that is made from the presence of a cursor, or only in the branch that makes the next link.',
    remedy: 'Offer a previous page exactly where a row comes before the first one of the page.',
    bugs: ['previous-missing-on-last-page', 'previous-on-first-page'],
  },
  {
    name: 'previous-leads-elsewhere',
    title: 'The link to the previous page leads to another page',
    suspicion: 'the previous link leads to the first page, or is computed from the wrong position',
    practice: '`previous` that drops the position altogether, as it is right for page 2 only (DRF does so for page 1).',
    remedy:
      'Compute the previous position from that of the page: `page - 1`, `max(0, offset - limit)`, or a cursor before its first row.',
    bugs: ['previous-leads-to-first-page', 'previous-leads-forward'],
  },
  {
    name: 'jump-links',
    title: 'The links to the first or the last page lead elsewhere',
    suspicion: 'the link is computed from the position of the page in place of that of the list',
    practice: 'Link helpers that are called with the wrong position, and hardly ever followed by anybody.',
    remedy:
      'Compute first and last from the whole result: no position for the first, the last `limit` rows (or the last page’s start) for the last.',
    bugs: ['last-leads-to-next-page', 'first-leads-to-this-page'],
  },
  {
    name: 'flags-wrong',
    title: 'What a page says of whether others follow is wrong',
    suspicion: 'a flag such as `hasNext` means the opposite, or is computed from the wrong page',
    practice:
      'A flag that is named `isLast` in the code and `hasNext` in the document; `hasMore` computed before the extra row is cut off.',
    remedy: 'Compute the flag from whether a further row exists, in the sense of its documented name.',
    bugs: ['flags-turned-round'],
  },
  {
    name: 'remaining-wrong',
    title: 'The number of remaining rows is wrong',
    suspicion: 'the rows of the page itself are counted among those that remain',
    practice: '`total - offset` in place of `total - offset - rows.length`.',
    remedy: 'Count what follows the last row of the page.',
    bugs: ['remaining-counts-this-page'],
  },
  {
    name: 'count-wrong',
    title: 'The number of rows on the page is wrong',
    suspicion: 'it is the requested page size',
    practice: 'The limit of the query that is copied to the response, where the last page is shorter.',
    remedy: 'Count the rows that the page has.',
    bugs: ['count-as-asked'],
  },
  {
    name: 'row-numbers-wrong',
    title: 'The numbers of the first and last row of a page are wrong',
    suspicion: 'they are counted from the start of the page, or from the requested size',
    practice:
      '`from + per_page - 1` in place of `from + rows.length - 1`; a template that numbers the rows of each page from the start.',
    remedy: 'Compute the first from the offset, and the last from the first and the rows that the page has.',
    bugs: ['rows-numbered-on-the-page', 'last-row-as-asked'],
  },
  {
    name: 'item-tokens',
    title: 'The tokens of items do not lead to the rows after them',
    suspicion: 'every item has the token of its page',
    practice:
      'Relay connections whose `edges` all get the cursor of the page, since clients hardly use any but the last.',
    remedy: 'Make the cursor of each edge from the sort keys of its own node.',
    bugs: ['item-tokens-of-page'],
  },
  {
    name: 'end-in-other-form',
    title: 'A link that leads nowhere has another form than documented',
    suspicion: 'an absent link is written in another way: null, omitted or empty text',
    practice:
      'Serializers that write or drop nulls by a global setting (Jackson `JsonInclude.NON_NULL`, Go `omitempty`, Pydantic `exclude_none`).',
    remedy: 'Set the form of absent links for this member, whatever the serializer does elsewhere.',
    bugs: ['end-in-other-form', 'end-is-empty'],
  },
  {
    name: 'links-base',
    title: 'Links lead to another host, scheme or path',
    suspicion: 'links are built from what the server believes its own address to be',
    practice:
      'A service behind a proxy that ignores `X-Forwarded-Host`, `X-Forwarded-Proto` or `X-Forwarded-Prefix` (Django without `USE_X_FORWARDED_HOST`, Express without `trust proxy`, FastAPI without `root_path`); links without scheme and host where absolute ones are promised.',
    remedy:
      'Configure the public base URL, or trust the forwarding headers of your own proxy, and build links from it.',
    bugs: [
      'links-follow-forwarded-host',
      'links-relative',
      'links-to-inner-host',
      'links-lose-path-prefix',
      'links-with-other-scheme',
      'links-with-path-prefix-twice',
    ],
  },
  {
    name: 'links-encoding',
    title: 'Values in links are not percent-encoded, or twice',
    suspicion: 'links are put together from text in place of being built by a URL library',
    practice:
      'String concatenation of parameters; `encodeURIComponent` on a query that is encoded already; a template that escapes again.',
    remedy: 'Build the query with `URLSearchParams` (or `urllib.parse.urlencode`) once, from decoded values.',
    bugs: ['links-not-escaped', 'links-escaped-twice'],
  },
  {
    name: 'undocumented-next',
    title: 'Pages lead on by a member that the document does not know',
    suspicion: 'the position of the next page stands in another member than the documented one',
    practice:
      'A gateway or a library that adds its own `next_page_token` or `Link` header; a rename that reached the code but not the document.',
    remedy: 'Document the member and use it, or remove it.',
    bugs: ['next-offered-elsewhere'],
  },
];
