import type { Tell } from './tells.ts';
import { WALK_TELLS } from './walk-tells.ts';

/** Which rows filters select. */
const FILTER_TELLS: readonly Tell[] = [
  {
    kind: 'text-folding',
    seen: ['filter.*.case'],
    only: ['filter.*.case', 'filter.*.letters', 'filter.*.partial', 'filter.*.literal'],
    unseen: ['filter.*.partial @filters=none'],
    sure: 0.85,
  },
  { kind: 'filters-lost-while-paging', seen: ['sign wrong rows on later pages'], sure: 0.92 },
  {
    kind: 'filters-lost-while-paging',
    seen: ['sign filter dropped on the way', '*only-matching | walk.filters | walk.complete'],
    unseen: ['sign wrong rows on all pages', 'sign wrong rows on first pages', 'sign * short', 'parameter-order.same'],
    sure: 0.9,
  },
  {
    kind: 'filter-ignored',
    seen: [
      'sign one filter broken',
      'sign wrong rows on all pages | sign wrong rows on first pages',
      'sign some row* | sign sometimes no row*',
      'filter.closed.only-matching | filter.text.only-matching | filter.value.only-matching | filter.part.only-matching | filter.key.only-matching',
    ],
    unseen: ['sign wrong rows under several filters only', 'item', 'item.present'],
    sure: 0.85,
  },
  {
    kind: 'bound-ignored',
    seen: [
      'sign one filter broken',
      'sign wrong rows on all pages | sign wrong rows on first pages',
      'filter.bound.only-matching',
    ],
    unseen: [
      'sign wrong rows under several filters only',
      'sign every row matches one filter of several',
      'filter.bound.all-matching',
      'empty.page',
    ],
    sure: 0.88,
  },
  {
    kind: 'filters-combined-wrong',
    seen: [
      'sign wrong rows under several filters only',
      'sign several filters broken',
      'sign every row matches one filter of several',
    ],
    sure: 0.92,
  },
  {
    kind: 'cached-without-parameters',
    seen: ['sign several filters broken', 'sign wrong rows on all pages'],
    unseen: ['sign wrong rows under several filters only', 'sign no row*'],
    sure: 0.5,
  },
  {
    kind: 'no-match-shows-everything',
    seen: ['sign no row of a wrong page matches'],
    unseen: [
      'sign wrong rows on later pages',
      '*.partition',
      'sign every row matches one filter of several',
      'sign one filter broken',
      'sign other filters heeded',
    ],
    sure: 0.9,
  },
  {
    kind: 'no-match-shows-everything',
    seen: ['sign no row of a wrong page matches', 'sign one filter broken'],
    unseen: ['sign wrong rows on later pages', '*.partition', 'sign other filters heeded'],
    sure: 0.7,
  },
  {
    kind: 'no-match-shows-everything',
    seen: ['filter.*.unknown-value', 'sign no row of a wrong page matches'],
    unseen: ['sign other filters heeded', 'sign wrong rows on later pages'],
    sure: 0.92,
  },
  {
    kind: 'no-match-is-not-found',
    seen: ['empty.page -> 404 | filter.* -> 404 | filters.combined -> 404'],
    unseen: ['position.*', 'walk.terminates', 'walk.complete', 'item*'],
    sure: 0.95,
  },
  {
    kind: 'bound-exclusive',
    seen: ['filter.bound.inclusive', 'sign only rows at the bound are missing'],
    unseen: [
      'filter.bound.only-matching',
      'walk.complete',
      'sign * short',
      'filter.closed*',
      'sign only the last row is missing',
    ],
    sure: 0.95,
  },
];

/** Totals, page sizes, ends. */
const COUNT_TELLS: readonly Tell[] = [
  {
    kind: 'total-changes-on-the-way',
    seen: [
      'total.same',
      'total.same @where=later | says the total of <filter=…> changes from page to page',
      'total.counts @where=later',
    ],
    unseen: [
      '*only-matching',
      'sign filter dropped on the way',
      'order.*',
      'sign total of the page',
      'sign total of none',
      'limit.*',
      'total.every-page',
      'says far into the list*',
    ],
    sure: 0.8,
  },
  {
    kind: 'total-of-hidden-rows',
    seen: ['total.counts', 'position.end'],
    unseen: [
      'position.rows',
      'position.deep',
      'walk.*',
      'limit.*',
      'total.same',
      'total.adds-up',
      '*only-matching',
      'sign total of the page',
      'sign total one *',
      'sign total wrong under filters only',
      'says far into the list*',
    ],
    sure: 0.85,
  },
  { kind: 'page-count', seen: ['page-count | page-number'], only: ['page-count', 'page-number'], sure: 0.85 },
  { kind: 'echo-wrong', seen: ['echo.*'], only: ['echo.*'], unseen: ['body.*'], sure: 0.9 },
  { kind: 'default-limit-other', seen: ['sign default pages of one length'], only: ['limit.default'], sure: 0.8 },
  { kind: 'limit-lost-while-paging', seen: ['token.other-limit'], only: ['token.other-limit'], sure: 0.85 },
  {
    kind: 'past-end',
    seen: ['position.past-end* -> 4*'],
    only: ['position.past-end', 'position.past-end.*'],
    sure: 0.9,
  },
  {
    kind: 'total-of-page',
    seen: ['sign total of the page'],
    unseen: ['sign total without filters', 'sign total of none'],
    sure: 0.92,
  },
  {
    kind: 'total-ignores-filters',
    seen: ['sign total without filters'],
    unseen: ['*only-matching', 'sign total of the page'],
    sure: 0.92,
  },
  { kind: 'total-on-first-page-only', seen: ['sign total of none'], sure: 0.9 },
  {
    kind: 'total-off-by-one',
    seen: ['sign total one more | sign total one fewer'],
    unseen: [
      'walk.complete',
      '*all-matching',
      '*only-matching',
      'position.rows',
      'limit.*',
      'sign only the first row*',
    ],
    sure: 0.96,
  },
  {
    kind: 'limit-ignored',
    seen: ['sign pages of one length whatever is asked'],
    unseen: ['limit.default'],
    sure: 0.94,
  },
  {
    kind: 'cached-without-parameters',
    seen: ['limit.at-most', 'limit.default', 'sign pages of * whatever is asked'],
    sure: 0.93,
  },
  { kind: 'cached-without-parameters', seen: ['sign pages of many lengths whatever is asked'], sure: 0.8 },
  {
    kind: 'state-shared',
    seen: ['sign default pages of many lengths'],
    unseen: ['limit.at-most', 'limit.accepted'],
    sure: 0.94,
  },
  { kind: 'maximum-refused', seen: ['limit.accepted -> 400'], sure: 0.92 },
  { kind: 'flags-wrong', seen: ['flags.*'], only: ['flags.*'], sure: 0.75 },
  {
    kind: 'next-past-the-end',
    seen: ['end.next'],
    only: ['end.*', 'flags.*', 'position.end', 'walk.terminates', 'empty.page'],
    sure: 0.93,
  },
];

/** By what rows are sorted. */
const ORDER_TELLS: readonly Tell[] = [
  {
    kind: 'order-turned-round',
    seen: ['sign sorted the other way *'],
    unseen: ['sign sorted by default', 'sign sorted by identity', 'sign sorted by another field', 'sign not sorted'],
    sure: 0.95,
  },
  {
    kind: 'order-by-other-field',
    seen: ['sign sorted by identity as well', 'sign sorted the other way by default'],
    unseen: ['order.by.*'],
    sure: 0.85,
  },
  { kind: 'order-parameter-ignored', seen: ['sign sorted by default'], unseen: ['order.default'], sure: 0.94 },
  {
    kind: 'order-parameter-ignored',
    seen: ['order.by.supported', 'sign sorted the other way *'],
    unseen: ['order.default'],
    sure: 0.8,
  },
  {
    kind: 'order-by-other-field',
    seen: ['sign sorted by identity | sign sorted by another field'],
    unseen: ['sign sorted the other way*', 'sign sorted by default', 'sign sorted on the first page only'],
    sure: 0.92,
  },
  {
    kind: 'order-within-pages-only',
    seen: ['sign sorted within pages only'],
    unseen: ['walk.unique', 'walk.complete', 'position.past-end', 'walk.terminates'],
    sure: 0.92,
  },
  { kind: 'value-refused', seen: ['sign documented order refused'], sure: 0.92 },
];

/** Who may see the list. */
const ACCESS_TELLS: readonly Tell[] = [
  {
    kind: 'credential-half-checked',
    seen: ['access.recased.refused | access.bare.refused | access.foreign-scheme.refused | access.mixed.refused'],
    unseen: ['access.wrong.refused', 'access.missing.refused', 'access.other-tenant.*', 'access.empty.refused'],
    sure: 0.9,
  },
  {
    kind: 'check-skipped-beside-others',
    seen: ['access.*.refused: the response to a request *, and with * is # *'],
    unseen: [
      'access.missing.refused: the response to a request without credentials is # *',
      'access.wrong.refused: the response to an unknown credential is # *',
      'access.on-next-page',
      'access.wrong-on-next-page',
      'access.altered.refused',
      'access.shortened.refused',
      'access.empty.refused',
    ],
    sure: 0.88,
  },
  {
    kind: 'credentials-not-checked',
    seen: ['says the response to a request without credentials is # with # row'],
    unseen: ['access.wrong.refused', 'access.before-query', 'access.other-tenant.*', 'access.expired.refused'],
    sure: 0.9,
  },
  {
    kind: 'credentials-not-checked',
    seen: ['access.wrong.refused: * with # row', 'access.altered.refused: * with # row'],
    unseen: ['access.other-tenant.no-rows'],
    sure: 0.85,
  },
  {
    kind: 'credential-half-checked',
    seen: [
      'access.altered.refused: * with # row | access.shortened.refused: * with # row | access.lengthened.refused: * with # row',
    ],
    unseen: ['access.wrong.refused', 'access.missing.refused'],
    sure: 0.9,
  },
  {
    kind: 'later-pages-open',
    seen: ['access.on-next-page: * with # row | access.wrong-on-next-page: * with # row'],
    unseen: ['access.missing.refused', 'access.wrong.refused'],
    sure: 0.9,
  },
];

/** What responses look like. */
const FORM_TELLS: readonly Tell[] = [
  {
    kind: 'time-in-other-form',
    seen: ['received time where it must be integer | received time where it must be number'],
    sure: 0.92,
  },
  { kind: 'time-in-other-form', seen: ['sign number in place of a time'], sure: 0.95 },
  {
    kind: 'error-form',
    seen: ['errors.shape'],
    only: ['errors.shape', 'media-type.errors', 'answers.readable'],
    sure: 0.94,
  },
  {
    kind: 'identity-in-other-form',
    seen: ['sign identity in another form', 'item'],
    unseen: ['item.present', 'sign number in place of a time', 'received null*'],
    sure: 0.85,
  },
  {
    kind: 'token-works-once',
    seen: ['replay.same -> 400 | replay.same -> 404 | replay.same -> 410 | replay.same -> 409'],
    sure: 0.95,
  },
  { kind: 'unknown-parameter', seen: ['unknown-parameter.*'], only: ['unknown-parameter.*'], sure: 0.92 },
];

/** What is wrong only where few requests come. */
const FAR_TELLS: readonly Tell[] = [
  {
    kind: 'far-rows-wrong',
    seen: ['says far into the list, *'],
    unseen: ['says a walk *', 'says a page has a total *', 'says <*> in pages of # returns other *'],
    sure: 0.95,
  },
];

/** Everything that tells a kind by itself. */
export const TELLS: readonly Tell[] = [
  ...FAR_TELLS,
  ...WALK_TELLS,
  ...FILTER_TELLS,
  ...COUNT_TELLS,
  ...ORDER_TELLS,
  ...ACCESS_TELLS,
  ...FORM_TELLS,
];
