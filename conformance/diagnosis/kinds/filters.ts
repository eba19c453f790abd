import type { BugKind } from './bug-kind.ts';

/** Which rows filters select. */
export const FILTER_KINDS: readonly BugKind[] = [
  {
    name: 'filter-ignored',
    title: '{filter} has no effect',
    suspicion: 'the filter is not applied to the query',
    practice:
      'A parameter that is declared but not in the list of filter fields (`filterset_fields` of django-filter, a DTO without the property, so that NestJS’ `whitelist` strips it).',
    remedy: 'Bind the parameter, and add its condition to the query of both rows and total.',
    bugs: [
      'long-values-ignored',
      'text-filter-ignored',
      'closed-filter-ignored',
      'hidden-filter-ignored',
      'captured-filter-ignored',
      'filter-default-ignored',
    ],
  },
  {
    name: 'filter-matches-nothing',
    title: '{filter} finds no rows, whatever the value',
    suspicion: 'the filter compares with another field, or with values in another form',
    practice:
      'A column that was renamed while the filter was not, a join that is always empty, ids compared with and without their prefix. It goes unnoticed where responses do not show the field.',
    remedy: 'Test every filter with a value that a row is known to have.',
    bugs: ['hidden-filter-matches-nothing'],
  },
  {
    name: 'filters-combined-wrong',
    title: 'Several filters together do not select what all of them select',
    suspicion: 'filters are joined by OR, or one replaces another',
    practice:
      'Conditions collected in an object whose keys overwrite each other; `OR` in place of `AND` (Prisma’s `OR: […]`, Django’s `Q() | Q()`).',
    remedy: 'Join the conditions of different filters by `AND`.',
    bugs: ['filters-alternative', 'last-filter-wins'],
  },
  {
    name: 'bound-exclusive',
    title: 'A row exactly at a bound of {filter} is missing',
    suspicion: 'the bound is compared with < or > in place of <= or >=',
    practice: '`created > :from`, Python slices and ranges, `BETWEEN` replaced by half-open intervals.',
    remedy: 'Use `>=` and `<=` where the document has bounds inclusive.',
    bugs: ['lower-bound-exclusive', 'upper-bound-exclusive'],
  },
  {
    name: 'bound-ignored',
    title: 'A bound of {filter} has no effect',
    suspicion: 'one of the bounds is not applied, or the two are swapped',
    practice: 'Copy and paste of the condition for the other bound; `if (from && to)`, so that one alone does nothing.',
    remedy: 'Apply each bound for itself.',
    bugs: ['lower-bound-ignored', 'upper-bound-ignored', 'bounds-swapped'],
  },
  {
    name: 'bound-precision',
    title: 'Bounds of {filter} are compared with too little precision',
    suspicion: 'a time is cut to seconds or days before it is compared',
    practice:
      '`date_trunc`, a `DATE` column or parameter, a conversion from milliseconds to seconds by integer division, MySQL `DATETIME` without fractions.',
    remedy: 'Compare with the precision that the field is returned with.',
    bugs: ['bounds-cut-to-seconds', 'bounds-cut-to-days', 'equal-times-by-second'],
  },
  {
    name: 'bound-units',
    title: 'Bounds of {filter} are read in another unit',
    suspicion: 'a number is taken for seconds where it is milliseconds, or the other way round',
    practice:
      '`datetime.fromtimestamp(ms)`, `new Date(seconds)`, `to_timestamp(…)` of PostgreSQL, which takes seconds.',
    remedy: 'Convert once, where the request is read, and name the unit in the variable.',
    bugs: ['bounds-in-other-unit'],
  },
  {
    name: 'bounds-compared-as-text',
    title: 'Bounds of {filter} are compared as text',
    suspicion: 'numbers are compared character by character, so that 9 is more than 10',
    practice:
      'A parameter that is never converted from text, compared with a text column or in a language that compares what it gets.',
    remedy: 'Convert the value to a number before it is compared.',
    bugs: ['bounds-compared-as-text'],
  },
  {
    name: 'time-zone',
    title: 'The time zone of {filter} is misread',
    suspicion: 'the offset of a time is dropped, rejected, or the server’s own zone is assumed',
    practice:
      'Naive datetimes in Python, `timestamp without time zone`, `LocalDateTime` in Java, a `+` in the query that was decoded to a space.',
    remedy: 'Parse times with their offset, convert to UTC, and take times without one for UTC.',
    bugs: ['zone-ignored', 'zoneless-is-local', 'zone-not-understood'],
  },
  {
    name: 'invalid-value-accepted',
    title: 'An invalid value of {filter} is not rejected',
    suspicion: 'an invalid value is dropped, or compared as it is',
    practice: '`parseInt` that yields NaN, a `try … except: pass` around the parsing, an enum that is not validated.',
    remedy: 'Validate every value, and reject what is invalid with the documented error.',
    bugs: ['malformed-bound-ignored', 'malformed-bound-matches-nothing', 'unknown-value-ignored'],
  },
  {
    name: 'equality-too-wide',
    title: '{filter} matches parts of values where whole ones should match',
    suspicion: 'a LIKE or a search stands where an equality should',
    practice: "`LIKE '%…%'`, `icontains`, `$regex` without anchors, a full-text index used for an exact filter.",
    remedy: 'Compare whole values: `=`.',
    bugs: [
      'plus-tag-ignored',
      'equality-is-part',
      'equality-is-prefix',
      'closed-equality-is-prefix',
      'closed-equality-is-part',
    ],
  },
  {
    name: 'value-read-as-syntax',
    title: 'Words and commas in values of {filter} have a meaning of their own',
    suspicion: 'the word null, or a comma within a value, is taken for syntax',
    practice:
      "A parser that turns `null` into no value (`qs` with options, JSON or YAML parsing of parameters), `value.split(',')` before an `IN`.",
    remedy: 'Take the value of a filter as it was sent; read lists and null only where the document has them.',
    bugs: ['word-means-no-value', 'equality-takes-a-list'],
  },
  {
    name: 'search-skips-scope',
    title: '{filter} finds rows that the list does not show otherwise',
    suspicion: 'the query behind the filter leaves out a condition that every other query has',
    practice:
      'A search that goes to an index (Elasticsearch, a materialized view) which still has deleted rows; an `OR` beside `deleted_at IS NULL` without parentheses; `unscoped` in Rails or `withDeleted` in TypeORM.',
    remedy: 'Put the conditions that every list has around the filter: `(…) AND deleted_at IS NULL`.',
    bugs: ['search-finds-hidden-rows'],
  },
  {
    name: 'part-too-narrow',
    title: '{filter} matches whole values or beginnings where parts should match',
    suspicion: 'an equality or a prefix search stands where a search for parts should',
    practice: "`=` or `startsWith` in place of `contains`; `LIKE '…%'` for the sake of an index.",
    remedy: "Search for the value anywhere: `LIKE '%…%'`, with its wildcards escaped.",
    bugs: ['part-is-prefix', 'part-is-whole'],
  },
  {
    name: 'text-folding',
    title: '{filter} treats case, accents or blanks otherwise than documented',
    suspicion: 'the collation of the database decides, in place of the contract',
    practice:
      'MySQL’s `utf8mb4_general_ci` ignores case, accents and trailing blanks, PostgreSQL distinguishes all of them; `citext`, `ILIKE`, `trim()`.',
    remedy:
      'State the collation in the query or column: binary for exact filters, `lower(…)` on both sides where case should not matter.',
    bugs: ['case-heeded', 'case-ignored', 'accents-ignored', 'blanks-ignored'],
  },
  {
    name: 'wildcards-heeded',
    title: 'Percent signs and underscores in {filter} are wildcards',
    suspicion: 'the value is put into a LIKE pattern without escaping',
    practice: "`LIKE '%' || :value || '%'`; Django escapes, raw SQL and most query builders do not.",
    remedy: 'Escape `%`, `_` and the escape character in the value, and name it by `ESCAPE`.',
    bugs: ['wildcards-heeded'],
  },
  {
    name: 'fields-of-search',
    title: '{filter} looks at too few fields, or across them',
    suspicion: 'a filter over several fields looks at the first only, or at all of them joined',
    practice:
      '`CONCAT(first_name, last_name) LIKE …`, a generated search column, or a search over the first of several columns.',
    remedy: 'Compare each field for itself, joined by `OR`.',
    bugs: ['first-field-only', 'fields-joined'],
  },
  {
    name: 'several-keys',
    title: 'Of several values or elements of {filter} only one counts',
    suspicion: 'any of the keys is enough, or only the first key or element is looked at',
    practice:
      'JSONB `?|` (any) in place of `?&` (all); a framework that keeps only the first of several equal parameters; `array[0]`.',
    remedy: 'Read all values, and require what the document requires: all of them, or any element.',
    bugs: [
      'last-key-only',
      'captured-key-ignored',
      'any-key-is-enough',
      'first-key-only',
      'first-element-only',
      'first-captured-key-only',
      'last-captured-key-only',
    ],
  },
  {
    name: 'no-match-shows-everything',
    title: 'A filter that matches nothing returns all rows',
    suspicion: 'an empty result is taken for no filter',
    practice: '`ids = find(…); if (ids.length) query.whereIn(ids)`: with no ids the condition is left out.',
    remedy: 'Return no rows when a condition can match none.',
    bugs: ['no-match-shows-everything'],
  },
  {
    name: 'no-match-is-not-found',
    title: 'A filter that matches nothing gives 404',
    suspicion: 'an empty list is taken for a missing resource',
    practice: '`get_list_or_404` of Django, an `if (!rows.length) throw new NotFoundException()`.',
    remedy: 'Respond 200 with an empty list.',
    bugs: ['no-match-is-not-found'],
  },
  {
    name: 'value-decoding',
    title: 'Values with special characters are decoded wrongly',
    suspicion: 'the query is split or decoded by hand, twice, or in another encoding',
    practice:
      'A proxy that decodes once more; `unquote` in place of `unquote_plus`; a server with `URIEncoding="ISO-8859-1"` (old Tomcat); splitting at `&` after decoding.',
    remedy: 'Let one library parse the raw query, once, as UTF-8.',
    bugs: ['plus-is-no-space', 'values-decoded-twice', 'values-read-as-latin-1', 'values-cut-at-ampersand'],
  },
  {
    name: 'parameter-order',
    title: 'The same parameters in another order have another effect',
    suspicion: 'the query is read by the place of its parameters',
    practice:
      'A hand-written parser or rewrite rule (nginx `rewrite`, a regular expression over the query string), a router that matches the first parameter.',
    remedy: 'Parse the whole query into a map before anything is read from it.',
    bugs: ['filters-only-before-the-rest'],
  },
  {
    name: 'unknown-parameter',
    title: 'A parameter that the document does not know changes the response',
    suspicion: 'every parameter is passed on to the query, or unknown ones are rejected against the contract',
    practice:
      '`Model.filter(**request.query)`, `where: req.query`; `forbidNonWhitelisted` in NestJS; cache busters and tracking parameters then break clients.',
    remedy: 'Read the documented parameters only, and treat others as the document says.',
    bugs: ['unknown-parameter-otherwise', 'unknown-parameter-hides-rows'],
  },
];
