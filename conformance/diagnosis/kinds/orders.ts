import type { BugKind } from './bug-kind.ts';

/** In which order rows come. */
export const ORDER_KINDS: readonly BugKind[] = [
  {
    name: 'order-turned-round',
    title: 'Rows come in the reverse of the order by {order}',
    suspicion: 'the direction of the order is reversed or ignored',
    practice:
      '`ASC` where `DESC` is documented, often since it is the default of `ORDER BY`; a `-` in front of the field that is stripped.',
    remedy: 'Set the direction explicitly, and read it from the request where clients choose.',
    bugs: ['order-turned-round', 'descending-ignored'],
  },
  {
    name: 'order-by-other-field',
    title: 'Rows are sorted by another field than {order}',
    suspicion: 'the query sorts by another column',
    practice:
      'A sort by the primary key, by `updated_at` in place of `created_at`, or by the name of a field that maps to another column; a sort that compares text (case, or 10 before 9) where values are numbers or times.',
    remedy: 'Sort by the column that the documented field is read from.',
    bugs: ['order-by-identity', 'order-by-other-field', 'order-parameter-by-other-field'],
  },
  {
    name: 'order-precision',
    title: 'Rows are sorted by {order} with too little precision',
    suspicion: 'times are cut to seconds or days before they are compared',
    practice:
      'A sort by a `DATE` column, by `date_trunc`, or by MySQL `DATETIME` without fractions while the response shows more; text comparison of times whose fractions have several lengths.',
    remedy: 'Sort with the precision that the field is returned with.',
    bugs: ['order-cut-to-seconds', 'order-cut-to-days'],
  },
  {
    name: 'order-within-pages-only',
    title: 'Rows are sorted within each page, but not across pages',
    suspicion: 'the page is cut first and sorted afterwards',
    practice: '`rows.slice(…).sort(…)`, or a sort in the client or serializer of rows that were read by another order.',
    remedy: 'Sort in the query, before `LIMIT`.',
    bugs: ['order-within-pages-only'],
  },
  {
    name: 'order-parameter-ignored',
    title: 'The requested order has no effect',
    suspicion: 'the order parameter is not read',
    practice: 'DRF without `OrderingFilter` in `filter_backends`; a parameter under another name than documented.',
    remedy: 'Read the parameter, and map its names to columns.',
    bugs: ['order-parameter-ignored'],
  },
  {
    name: 'first-order-field-only',
    title: 'Of several requested sort fields only one counts',
    suspicion: 'the list of fields is not split, or only one of its elements is used',
    practice: '`ordering.split(",")[0]`, or an ORM call that takes one field and is called once.',
    remedy: 'Split the list, and sort by all of its fields in turn.',
    bugs: ['last-order-field-only', 'first-order-field-only'],
  },
  {
    name: 'one-direction-for-all-fields',
    title: 'The direction of the first sort field counts for all of them',
    suspicion: 'the direction is read once, and not for each field',
    practice:
      "`ORDER BY a, b DESC` built by joining the fields and adding one direction; `startsWith('-')` on the whole parameter.",
    remedy: 'Read the direction of each field, and write it behind that field.',
    bugs: ['first-direction-for-all-fields'],
  },
  {
    name: 'order-loses-nulls',
    title: 'Rows without a value in the sort field are missing',
    suspicion: 'a comparison with null drops rows when sorting by the field',
    practice:
      'Keyset paging over a nullable column: `(x, id) > (NULL, 7)` is neither true nor false in SQL; an inner join to the table that is sorted by.',
    remedy: 'Say where nulls come (`NULLS LAST`), and write the comparison for them, or sort by `COALESCE(x, …)`.',
    bugs: ['order-loses-nulls'],
  },
  {
    name: 'unknown-order-otherwise',
    title: 'The response to an unknown sort field is not the documented one',
    suspicion: 'an unknown sort field is ignored where it should be rejected, or rejected where it should be ignored',
    practice: 'DRF’s OrderingFilter ignores unknown fields; most hand-written handlers reject them.',
    remedy: 'Do what the document says, for every unknown field.',
    bugs: ['unknown-order-otherwise'],
  },
  {
    name: 'value-refused',
    title: 'A documented order by {order} is rejected',
    suspicion: 'the list of names that may be sorted by lacks one that the document has',
    practice:
      'An allow-list that was not extended with the document (`ordering_fields` of DRF, `@IsIn([…])` of class-validator), a field that was renamed in one place only, a column without an index that was taken out.',
    remedy: 'Allow every documented name, or take it out of the document.',
    bugs: ['documented-order-refused', 'several-orders-refused'],
    violates: ['order.*', 'answers.readable'],
  },
];
