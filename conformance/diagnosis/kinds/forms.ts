import type { BugKind } from './bug-kind.ts';

/** What responses look like, and what makes servers crash. */
export const FORM_KINDS: readonly BugKind[] = [
  {
    name: 'field-missing',
    title: 'Required fields are missing: {field}',
    suspicion: 'a serializer leaves out fields that have no value',
    practice:
      'Jackson `NON_NULL` or `NON_EMPTY`, Go `omitempty`, Pydantic `exclude_none`, Mongo documents of an older schema.',
    remedy: 'Always write required fields, or make them optional in the document.',
    bugs: ['required-field-missing', 'nested-field-missing'],
  },
  {
    name: 'null-in-field',
    title: 'Fields are null that should not be: {field}',
    suspicion: 'an absent value is written as null where the schema does not allow it',
    practice:
      'Columns that are nullable in the database but not in the document; a serializer that writes nil slices and absent optionals as null (Go, Java).',
    remedy: 'Leave absent optional fields out, write empty arrays as `[]`, or allow null in the schema.',
    bugs: ['required-field-null', 'absent-field-null', 'empty-list-is-null'],
  },
  {
    name: 'value-of-other-type',
    title: 'Values have another type than documented: {field}',
    suspicion: 'numbers are sent as text, or text as numbers',
    practice:
      'Decimals and 64-bit numbers of a database driver are strings in JavaScript (`pg`, `mysql2`), and floats elsewhere; PHP and query results without casts.',
    remedy: 'Convert values where they are serialized, by the documented type.',
    bugs: ['number-as-text', 'decimal-as-number', 'total-as-text', 'number-as-text-everywhere'],
  },
  {
    name: 'identity-in-other-form',
    title: 'Identities are not what the document says: {field}',
    suspicion: 'an internal identity is sent in place of the public one, or in another form',
    practice:
      'The numeric primary key in place of the UUID or prefixed id; UUIDs without hyphens or in capitals; ids that lose their prefix in a join.',
    remedy: 'Send the public identity, in one form everywhere, filters and links included.',
    bugs: ['identity-as-number', 'identity-without-hyphens'],
  },
  {
    name: 'time-in-other-form',
    title: 'Times are not in the documented form: {field}',
    suspicion: 'times are written in the server’s own format or in another unit',
    practice:
      '`str(datetime)` with a space and no zone, `toString()` of a date, epoch seconds where milliseconds or RFC 3339 are documented.',
    remedy: 'Serialize times by one function: RFC 3339 with a zone (or the documented unit).',
    bugs: ['time-in-other-form', 'time-in-seconds', 'time-as-number'],
  },
  {
    name: 'value-outside-set',
    title: 'Values are outside the documented set: {field}',
    suspicion: 'an enum is written by another name, in another case, or has more values',
    practice:
      'The name of an enum constant in place of its value, a state that was added to the code but not to the document.',
    remedy: 'Map enums to their documented values, and extend the document before the code.',
    bugs: ['known-value-in-other-case', 'unknown-value-in-closed-set'],
  },
  {
    name: 'stale-field',
    title: 'Fields of an earlier state are still there: {field}',
    suspicion: 'a change of state does not clear what belonged to the old one',
    practice: 'An update that sets the new fields only; a serializer that writes whatever the record still has.',
    remedy: 'Clear the field in the same update, or write it only in the states that have it.',
    bugs: ['conditional-field-kept'],
  },
  {
    name: 'items-not-an-array',
    title: 'A page with no row or one row has something else in place of a list',
    suspicion: 'a list of none or one is written in another form',
    practice:
      'Nil slices in Go (`null`), XML-to-JSON converters and PHP arrays, which turn one element into the element itself.',
    remedy: 'Always write an array.',
    bugs: ['no-items-is-null', 'one-item-is-no-list'],
  },
  {
    name: 'fresh-value-repeated',
    title: 'A value that should be new with every response is missing or repeated: {field}',
    suspicion: 'the id of a request is made once, cached, or left out of errors',
    practice:
      'A trace id that is computed when the module is loaded, a response cache in front of it, an error handler that does not know it.',
    remedy: 'Make the id in middleware at the edge, and write it into every response, errors included.',
    bugs: ['fresh-value-constant', 'fresh-value-by-address', 'fresh-value-missing-in-errors'],
  },
  {
    name: 'body-cut-short',
    title: 'Bodies are cut off',
    suspicion: 'a response ends before all of it is sent',
    practice:
      'A `Content-Length` in characters in place of bytes, a proxy buffer that is too small, a stream that is closed early.',
    remedy: 'Compute the length from the encoded bytes, or let the framework do so.',
    bugs: ['body-cut-short'],
  },
  {
    name: 'text-garbled',
    title: 'Non-ASCII text is garbled in responses',
    suspicion: 'text is written in another encoding than it is declared, encoded twice or cut within a character',
    practice:
      'A database connection with another character set (`latin1` in MySQL), double encoding in a proxy or template.',
    remedy: 'Use UTF-8 from the column to the response, and set it on the connection.',
    bugs: ['bytes-of-other-charset', 'texts-cut-amid-character', 'text-encoded-twice'],
  },
  {
    name: 'media-type',
    title: 'The media type is not the documented one',
    suspicion: 'the `Content-Type` header is the framework’s default, or names a wrong charset',
    practice: 'A body sent as text (`res.send(JSON.stringify(…))`), a servlet filter that adds `charset=ISO-8859-1`.',
    remedy: 'Set `Content-Type` explicitly, as documented.',
    bugs: ['media-type-html', 'charset-missing', 'charset-other'],
  },
  {
    name: 'cache-headers',
    title: 'Caches are told to keep or to reuse what they must not',
    suspicion: 'tags or cache headers do not depend on all that the response depends on',
    practice:
      'An ETag of the path or of the newest row only, a framework default of `Cache-Control: public`, a handler that returns 304 to any `If-None-Match`.',
    remedy: 'Compute the tag from the body, compare it, and send `Cache-Control: private` for what needs credentials.',
    bugs: [
      'any-tag-is-fresh',
      'tag-of-path-only',
      'tag-of-total-only',
      'tag-of-other-partition',
      'pages-cached-publicly',
    ],
  },
  {
    name: 'error-form',
    title: 'Errors do not have the documented form',
    suspicion: 'errors are written by the framework or a proxy in place of the API’s own handler',
    practice:
      'HTML error pages of Express, Django or nginx; `application/problem+json` of Spring Boot 3; an exception handler that is missing for some errors.',
    remedy: 'Install one handler for all errors, those of the framework included, that writes the documented form.',
    bugs: ['errors-as-html', 'errors-without-body', 'errors-in-other-form', 'error-codes-other'],
  },
  {
    name: 'crash',
    title: 'A request that is only unusual gives 500',
    suspicion: 'input reaches code that cannot handle it, without validation',
    practice:
      'A quote in concatenated SQL (an injection, too), NUL characters in PostgreSQL, `qs` objects where text is expected (`?a[b]=c`), numbers beyond 64 bits, `decodeURIComponent` that throws, `int(…)` without a check.',
    remedy: 'Validate input before it is used, bind parameters, and respond 400 with the documented error.',
    bugs: [
      'other-accept-crashes',
      'every-25th-request-crashes',
      'malformed-value-crashes',
      'bad-token-crashes',
      'unknown-parameter-crashes',
      'quotes-crash',
      'nul-crashes',
      'broken-escapes-crash',
      'long-values-crash',
      'huge-numbers-crash',
      'huge-positions-crash',
      'repeated-parameter-crashes',
      'bracketed-parameter-crashes',
      'head-crashes',
    ],
  },
];
