import type { BugKind } from './bug-kind.ts';

/** Where pages begin, how large they are, and how many rows there are. */
export const POSITION_KINDS: readonly BugKind[] = [
  {
    name: 'position-ignored',
    title: '{position} has no effect: the first rows come again and again',
    suspicion: 'the parameter that says where a page begins is not read',
    practice:
      'A parameter that was renamed (`cursor` to `page_token`, `offset` to `skip`) in the document but not in the handler, or is read from the body in place of the query; a validation library that strips unknown names.',
    remedy: 'Read {position} where the document has it, and test that a second page differs from the first.',
    bugs: [
      'position-ignored',
      'position-ignored-with-filters',
      'position-ignored-with-limit',
      'position-stuck-on-second-page',
      'other-way-ignored',
    ],
  },
  {
    name: 'position-base',
    title: 'Positions are counted from another number',
    suspicion: 'the first position is 1 where it should be 0, or the other way round',
    practice:
      'Spring Data and most databases count from 0, Django’s Paginator and people from 1; one of them was passed on without conversion.',
    remedy: 'Convert once, where the request is read.',
    bugs: ['offset-counts-from-one', 'page-numbers-from-zero', 'stated-first-position-skips-a-row-with-filters'],
  },
  {
    name: 'offset-in-pages',
    title: 'Offsets are counted in pages, or rounded to whole pages',
    suspicion: 'an offset is turned into a number of a page',
    practice:
      'An adapter from offset to page number (`page = offset / limit`), as Spring Data’s `PageRequest.of(offset / limit, limit)`, which is right only for multiples of the limit.',
    remedy: 'Pass the offset to the database as it is.',
    bugs: ['offset-rounded-to-page', 'offset-counts-pages'],
  },
  {
    name: 'echo-wrong',
    title: 'The echoed position or page size is not the one that applies',
    suspicion: 'the echo is computed from something else than what the query used',
    practice: 'An echo in pages where the request is in rows, or of a constant from the configuration.',
    remedy: 'Echo the very numbers that the query was run with.',
    bugs: ['echo-counts-pages', 'echo-of-maximum'],
  },
  {
    name: 'past-end',
    title: 'The response to a position past the end is not the documented one',
    suspicion: 'a position past the end is moved to the last page, rejected, or accepted against the contract',
    practice:
      'Django’s `Paginator.get_page()` returns the last page where `page()` raises; DRF responds 404; OFFSET paging in SQL returns nothing.',
    remedy: 'Return the documented response for every position past the end.',
    bugs: ['past-end-shows-last-page', 'past-end-otherwise', 'past-end-leads-on'],
  },
  {
    name: 'invalid-position-accepted',
    title: 'An invalid position returns the first page',
    suspicion: 'an invalid position is replaced by the first one without a word',
    practice: '`parseInt(req.query.skip) || 0`, `max(0, offset)`, `get_page()` of Django.',
    remedy: 'Validate the position, and reject an invalid one with the documented error.',
    bugs: ['page-zero-is-first', 'malformed-position-is-first', 'negative-position-is-first'],
  },
  {
    name: 'last-word-not-known',
    title: 'The keyword for the last page is rejected',
    suspicion: 'the keyword is parsed as a number',
    practice: 'DRF’s PageNumberPagination knows `last`; a rewrite in another framework does not.',
    remedy: 'Accept the keyword before the value is parsed as a number.',
    bugs: ['last-word-not-known'],
  },
  {
    name: 'limit-ignored',
    title: '{limit} has no effect: every page has the default size',
    suspicion: 'the page size is not read from the request',
    practice:
      'DRF without `page_size_query_param`; a parameter under another name (`per_page`, `pageSize`) than documented.',
    remedy: 'Read {limit}, and pass it to the query.',
    bugs: ['limit-ignored'],
  },
  {
    name: 'default-limit-other',
    title: 'Pages have another size than the default where none is requested',
    suspicion: 'the default page size is not the documented one',
    practice:
      'A default in the configuration of the framework (Spring Data 20, DRF `PAGE_SIZE`, Laravel 15) that was never set to what the document says.',
    remedy: 'Set the default to the documented one, in one place that the document is generated from.',
    bugs: ['default-limit-other'],
  },
  {
    name: 'maximum-not-enforced',
    title: 'Pages larger than the maximum are returned',
    suspicion: 'the page size is not bounded',
    practice:
      'DRF without `max_page_size`; `LIMIT 0`, which some databases and SDKs take for no limit; a check for the upper bound that is skipped for 0 or -1.',
    remedy: 'Reject or clamp every page size outside the documented range before the query.',
    bugs: [
      'size-of-zeros-is-everything',
      'huge-size-is-everything',
      'repeated-size-is-everything',
      'maximum-not-enforced',
      'zero-is-everything',
    ],
  },
  {
    name: 'maximum-refused',
    title: 'The largest allowed page size is rejected',
    suspicion: 'the upper bound is compared with < in place of <=',
    practice:
      'An exclusive bound (`range(1, 100)`, `exclusiveMaximum`, `.lt(100)` in Zod) where the document has an inclusive one.',
    remedy: 'Make the bound inclusive.',
    bugs: ['maximum-refused'],
  },
  {
    name: 'limit-policy',
    title: 'The response to an invalid page size is not the documented one',
    suspicion: 'a page size out of range is clamped, replaced or rejected where the contract has it otherwise',
    practice:
      'DRF falls back to its default for what it cannot parse, and clamps to `max_page_size`; class-validator and FastAPI reject; Express applications coerce by `Number(…)`.',
    remedy: 'Choose one policy for too large, too small and malformed sizes, and document it.',
    bugs: ['limit-above-maximum-otherwise', 'limit-below-minimum-otherwise', 'limit-malformed-otherwise'],
  },
  {
    name: 'total-of-page',
    title: 'The total counts the rows of the page',
    suspicion: 'the total is the length of the page in place of a count of all rows that match',
    practice:
      '`total: rows.length`; `findAll` in place of `findAndCountAll` (Sequelize), `find` in place of `findAndCount` (TypeORM).',
    remedy: 'Count in a query of its own, with the filters and without `LIMIT`.',
    bugs: ['total-of-page'],
  },
  {
    name: 'total-ignores-filters',
    title: 'The total ignores the filters',
    suspicion: 'the rows are counted without the filters, or with only some of them',
    practice:
      '`SELECT COUNT(*)` on the whole table, or a cached count; `prisma.x.count()` without the `where` of `findMany`; a count whose conditions are written a second time and have fallen behind.',
    remedy: 'Build the conditions once, and use them for both the rows and the count.',
    bugs: ['total-ignores-filters', 'total-ignores-second-filter'],
  },
  {
    name: 'total-off-by-one',
    title: 'The total is one more or one less than there are rows',
    suspicion: 'the count is made from the index of the last row, or counts a row that is not shown',
    practice:
      'A heading or sentinel row that is counted, `lastIndex` sent in place of a length, a counter in a cache that missed one insert or delete, soft-deleted rows that are counted.',
    remedy: 'Count the rows by the query that returns them: `SELECT COUNT(*)` with the same conditions.',
    bugs: ['total-one-too-many', 'total-one-too-few-with-filters'],
    violates: ['total.*', 'empty.page', 'page-count'],
  },
  {
    name: 'total-changes-on-the-way',
    title: 'The total changes from page to page',
    suspicion: 'what is counted depends on where the page begins',
    practice:
      'A count over the query that already has the condition of the cursor, so that it counts what is left; a total that the rows of each page are added to.',
    remedy: 'Count before the condition of the position is added to the query.',
    bugs: ['total-shrinks-on-the-way', 'total-grows-on-the-way'],
  },
  {
    name: 'total-of-hidden-rows',
    title: 'The total counts rows that are on no page',
    suspicion: 'the count lacks a condition that the query of the rows has',
    practice:
      'Soft-deleted rows, drafts or rows of other tenants that a default scope leaves out of the list but not out of the count; a count of a table’s statistics.',
    remedy: 'Count by the query that returns the rows, all of its conditions included.',
    bugs: ['total-counts-hidden-rows'],
  },
  {
    name: 'total-on-first-page-only',
    title: 'Later pages have no total, or a total of 0',
    suspicion: 'the count is made for first pages only',
    practice:
      'Counting is expensive, so that it is skipped when a cursor is given; a window function `COUNT(*) OVER ()` over a page without rows.',
    remedy:
      'Count for every page, or carry the total along in the cursor; or document that only the first page has it.',
    bugs: ['total-only-on-first-page', 'total-missing-on-later-pages'],
  },
];
