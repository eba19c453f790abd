import type { BugKind } from './bug-kind.ts';

/** Rows that pages lose, repeat or mix up where they meet. */
export const WALK_KINDS: readonly BugKind[] = [
  {
    name: 'ties-lost',
    title: 'Rows with equal {order} are lost or repeated where pages meet',
    suspicion: 'the position of the next page compares {order} alone, without what tells equal rows apart',
    practice:
      'Keyset paging by `WHERE created_at < :last` in place of `(created_at, id) < (:last, :id)`; DRF CursorPagination over an `ordering` that is not unique; a cursor that holds a time cut to seconds. It shows as soon as a bulk import gives many rows the same time.',
    remedy:
      'Add the identity as last key to the `ORDER BY` and to the comparison: `(created_at, id) < (:created_at, :id)`.',
    bugs: ['ties-lost', 'ties-repeated', 'ties-lost-backward', 'position-cut-to-seconds'],
  },
  {
    name: 'ties-unsteady',
    title: 'Rows with equal {order} change places between requests',
    suspicion: 'the query sorts by {order} alone, so that the order of equal rows is up to the plan of the database',
    practice:
      '`ORDER BY created_at LIMIT 20 OFFSET 40` without a tie-breaker: PostgreSQL and MySQL may return equal rows in another order for each LIMIT (Django warns of an UnorderedObjectListWarning only where there is no order at all). Parallel scans and replicas do the same.',
    remedy: 'End every `ORDER BY` in a unique column: `ORDER BY created_at DESC, id`.',
    bugs: ['ties-by-plan', 'ties-unsteady'],
  },
  {
    name: 'boundary-off-by-one',
    title: 'Pages repeat or lose a row where they meet',
    suspicion: 'the next page begins one row too early or too late',
    practice:
      '`>=` in place of `>` in a keyset comparison; Prisma’s `cursor` without `skip: 1`; an offset that is computed as `page * size - 1`; `LIMIT n + 1` whose extra row is cut off from the page but not from the cursor.',
    remedy:
      'Take the position from the last row that the page really contains, and compare with `>` (or skip the row of the cursor).',
    bugs: [
      'boundary-row-repeated',
      'boundary-row-skipped',
      'offset-off-by-one-beyond-second-page',
      'other-way-shifted',
    ],
  },
  {
    name: 'one-page-size-wrong',
    title: 'Pages of one size lose or repeat rows, those of other sizes do not',
    suspicion: 'a page size has a path of its own through the code',
    practice:
      'A cache or a prefetched buffer for the usual size, a batch size that collides with the page size, a default that is handled in another branch than a stated size.',
    remedy: 'Handle every page size by the same code, and test sizes around each constant that occurs in it.',
    bugs: ['one-size-skips-a-row', 'one-size-loses-a-row', 'one-size-repeats-a-row', 'default-size-skips-a-row'],
  },
  {
    name: 'far-rows-wrong',
    title: 'Rows far into the list are lost or repeated, or cannot be read',
    suspicion: 'something is limited that grows with the list: a window, an offset, a count or a buffer',
    practice:
      'Elasticsearch’s `index.max_result_window` and `track_total_hits`, which end at 10,000; gateways that cap an offset; a prefetched batch of 1,000 ids of which the next one begins a row too late; queries that time out once they have to skip much.',
    shows: 'says *far into the list, *',
    remedy:
      'Seek by the sort keys of the last row in place of skipping, take the limit away or document it, and test with more rows than any constant in the code.',
    bugs: [
      'far-row-lost',
      'far-row-repeated',
      'far-position-cut-to-hours',
      'far-row-lost-backward',
      'far-pages-crash',
      'far-pages-refused',
      'far-pages-empty',
      'far-next-missing',
      'far-total-other',
      'total-never-above-1000',
    ],
  },
  {
    name: 'backward-wrong-rows',
    title: 'Paging backward does not return the rows before a page',
    suspicion: 'the backward query is not the mirror image of the forward one',
    practice:
      'The comparison is reversed but not the `ORDER BY` (then the first rows of the list come), or the rows are not reversed after the query, or `LIMIT` is applied one row too early; in Relay connections `last`/`before` that reuse the code of `first`/`after`.',
    remedy:
      'Backward, reverse both the comparison and the sort direction, take `limit` rows, and reverse them before sending.',
    bugs: [
      'backward-skips-a-row',
      'backward-skips-a-row-at-odd-sizes',
      'backward-skips-a-row-at-even-sizes',
      'backward-turned-round',
      'backward-starts-at-the-front',
      'backward-filled-up',
    ],
  },
  {
    name: 'direction-ignored',
    title: 'The direction of paging has no effect',
    suspicion: 'the direction is not read, and every position leads forward',
    practice:
      'A parameter that is declared in the document but never bound in the handler, or a token from which the direction is read while the parameter is not.',
    remedy: 'Read the direction from the request, and let it decide comparison and order.',
    bugs: ['direction-ignored', 'backward-parameter-leads-forward'],
  },
  {
    name: 'filters-lost-while-paging',
    title: 'Filters count on the first page only',
    suspicion: 'the position of the next page does not carry the filters, and they are not applied to it',
    practice:
      'A next link that is built from the path and the cursor alone; a cursor that replaces the whole query; a `WHERE` that is built in the branch for first pages only.',
    remedy:
      'Build links from the whole query of the request, or seal the filters in the cursor and apply them to every page.',
    bugs: [
      'links-forget-second-filter',
      'links-forget-third-filter',
      'links-forget-filters-without-limit',
      'filters-dropped-on-next-page',
      'links-forget-filters',
    ],
  },
  {
    name: 'order-lost-while-paging',
    title: 'The requested order counts on the first page only',
    suspicion: 'later pages are sorted by the default order',
    practice: 'A next link without the order parameter, or a cursor whose query falls back to the default sort.',
    remedy: 'Repeat the order in links, or seal it in the cursor, and compare by the same keys as are sorted by.',
    bugs: ['order-dropped-on-next-page'],
  },
  {
    name: 'limit-lost-while-paging',
    title: 'Later pages have another size than was requested',
    suspicion: 'links or tokens do not carry the page size, or carry one that cannot be changed',
    practice:
      'A next link that is built without the page size, so that the next page has the default; a token in which the size is sealed.',
    remedy: 'Repeat the page size in links, and let an explicit one win over that of the token.',
    bugs: ['links-forget-limit', 'token-holds-limit'],
  },
  {
    name: 'state-shared',
    title: 'A request changes what another request returns',
    suspicion: 'something that belongs to one request is kept on the server and used for others',
    practice:
      'A query builder, serializer or paginator that is made once and keeps its state (`self.page_size` of a DRF paginator class attribute, a module-level SQLAlchemy query, a NestJS provider in singleton scope); "last filters" kept in a session.',
    remedy: 'Make everything that depends on the request in the request, or pass it as arguments.',
    bugs: [
      'walk-state-shared',
      'hostile-request-spoils-next-answer',
      'limit-kept-from-request-before',
      'order-kept-from-request-before',
      'filters-kept-from-request-before',
      'filters-kept-on-later-pages',
      'filter-kept-beside-others',
    ],
  },
  {
    name: 'cached-without-parameters',
    title: 'Responses come from a cache that ignores part of the request',
    suspicion: 'the key of a cache lacks a parameter such as {limit}',
    practice:
      'A cache key of path and filters only; a CDN or reverse proxy configured to ignore some query parameters; memoization by the first argument.',
    remedy: 'Make every parameter that the response depends on part of the key, or cache by the whole URL.',
    bugs: ['answers-kept-without-limit'],
  },
  {
    name: 'token-works-once',
    title: 'A link or token can be followed only once',
    suspicion: 'the position is deleted from the server when it is used',
    practice:
      'Scroll contexts and server-side cursors that are closed when read (Elasticsearch scroll, `FETCH` from a database cursor), one-time keys in Redis. A client that repeats a request after a timeout then cannot go on.',
    remedy: 'Keep a position valid for its whole life: make tokens self-contained, or keep the state until it expires.',
    bugs: ['token-works-once'],
  },
  {
    name: 'join-duplicates',
    title: 'Rows come several times on a page',
    suspicion: 'a join finds a row once for each of its related rows',
    practice:
      '`JOIN` without `DISTINCT` or `GROUP BY`: a Django filter over a many-to-many relation without `.distinct()`, SQLAlchemy `joinedload` with a `LIMIT`, TypeORM `leftJoinAndSelect` with `skip`/`take` raw.',
    remedy:
      'Select from the rows themselves and filter by `EXISTS (…)`, or make the result distinct before it is cut into pages.',
    bugs: ['joined-values-repeat-rows', 'joined-list-repeats-rows', 'rows-added-to-page'],
  },
  {
    name: 'filtered-after-paging',
    title: 'Pages have too few rows, and filters seem to apply after paging',
    suspicion: 'the page is cut first and filtered afterwards',
    practice:
      'Permissions or filters that are applied in application code to the rows of a page; DynamoDB `FilterExpression` behind `Limit`; `array.slice(…).filter(…)`.',
    remedy: 'Filter in the query, before `LIMIT`, and count under the same conditions.',
    bugs: ['filtered-after-paging'],
  },
  {
    name: 'limit-plus-one',
    title: 'Pages have one row too many',
    suspicion: 'the extra row that tells whether there is a next page is not cut off',
    practice: 'The `LIMIT n + 1` trick whose last row is forgotten, or slices whose end is inclusive.',
    remedy: 'Fetch `limit + 1` rows, and send the first `limit` of them.',
    bugs: ['limit-plus-one'],
  },
  {
    name: 'place-shifts',
    title: 'Rows that are added or removed shift the pages after them',
    suspicion: 'the token holds a number of rows or of a page, which is right only as long as no row comes before it',
    practice:
      '`OFFSET` behind an opaque token: Relay’s `arrayconnection` cursors, Laravel’s and Django’s page numbers in base64, Elasticsearch’s `from`.',
    remedy:
      'Put the sort keys of the last row into the token, and read on after them: `WHERE (created, id) < (:created, :id)`.',
    bugs: ['offset-behind-token'],
    violates: ['stability.*'],
  },
  {
    name: 'renewal-useless',
    title: 'The fresh token for an expired one does not lead on',
    suspicion: 'the fresh token is the old one, leads to the beginning, or is not given',
    practice: 'A handler of errors that repeats the request’s own token in place of one for the state of today.',
    remedy: 'Read the sort keys out of the expired token, and issue one with the same keys and a new time.',
    bugs: ['renewed-token-expired'],
    violates: ['token.renewed'],
  },
  {
    name: 'row-never-shown',
    title: 'Some rows are on no page, and in no total',
    suspicion: 'a condition or a join that the document does not mention leaves rows out of every query',
    practice:
      'An inner `JOIN` with a table that has no row for some, a default scope (soft deletion, drafts, a tenant that is null), a search index or a replica that lags behind.',
    remedy: 'Run the query of the list without its joins, and compare the counts; use `LEFT JOIN`.',
    bugs: ['row-never-shown'],
    violates: ['rows.complete', 'total.counts', 'filter.*.all-matching'],
  },
];
