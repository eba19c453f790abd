import type { BugKind } from './bug-kind.ts';

/** Who sees what, and whose positions are accepted. */
export const ACCESS_KINDS: readonly BugKind[] = [
  {
    name: 'credentials-not-checked',
    title: 'Rows are returned without a valid credential',
    suspicion: 'the route is not guarded, or any credential will do',
    practice:
      'A route registered outside the guarded group; a middleware that only looks whether the header is there; `permission_classes = []`; a JWT that is decoded but not verified.',
    remedy: 'Deny by default, and verify the credential before anything else.',
    bugs: ['credentials-not-checked', 'any-credential-accepted'],
  },
  {
    name: 'credential-half-checked',
    title: 'A credential that is only partly right is accepted',
    suspicion: 'only a part of the credential, its beginning, one of two or its scheme, is compared',
    practice:
      '`startsWith` for keys looked up by their prefix, key without secret, `header.split(" ")[1]` whatever the scheme is.',
    remedy: 'Compare whole credentials (in constant time), all that are required, under the documented scheme.',
    bugs: ['credentials-compared-by-beginning', 'second-credential-not-checked', 'any-word-accepted', 'no-word-needed'],
  },
  {
    name: 'credential-state-not-checked',
    title: 'Expired credentials, or ones that may not read the list, are accepted',
    suspicion: 'expiry or scopes of a credential are not looked at',
    practice:
      'JWT libraries called with `ignoreExpiration` or `verify_exp: False`; scopes that are documented but checked on writes only.',
    remedy: 'Check expiry and scope with every request.',
    bugs: ['expired-credential-accepted', 'scopes-not-checked'],
  },
  {
    name: 'later-pages-open',
    title: 'Later pages are returned without what the first page requires',
    suspicion: 'a position is taken for proof of access',
    practice:
      'Checks in the branch that builds the first query; signed links that are trusted by themselves; a second route for `/next`.',
    remedy: 'Run all checks of access for every page.',
    bugs: [
      'credentials-not-checked-on-next-page',
      'collection-not-needed-on-next-page',
      'version-not-needed-on-next-page',
    ],
  },
  {
    name: 'check-skipped-beside-others',
    title: 'A check of access is skipped where something else is in the request',
    suspicion: 'a branch for special requests comes before the check',
    practice:
      'An early return for an invalid or empty position, a fast path for filtered lists or HEAD, a router that compares the path before it is decoded.',
    remedy: 'Run every check of access for every request, before anything else looks at it.',
    bugs: [
      'bad-position-lets-in',
      'empty-position-lets-in',
      'filter-lets-in',
      'last-filter-lets-in',
      'head-needs-no-credentials',
      'second-credential-not-needed-by-head',
      'second-credential-not-needed-on-next-page',
      'second-credential-not-needed-with-filter',
      'second-credential-not-needed-with-last-filter',
      'version-not-needed-with-bad-position',
      'collection-not-checked-in-partition',
      'encoded-collection-not-checked',
    ],
  },
  {
    name: 'checks-in-other-order',
    title: 'A request without credentials learns what is wrong with its query',
    suspicion: 'the query is validated before the caller is known',
    practice:
      'Validation by the framework (FastAPI’s parameters, NestJS pipes, JSON Schema of a gateway) that runs before the guard.',
    remedy: 'Authenticate first, as a dependency or middleware that runs before validation.',
    bugs: ['query-checked-before-credentials'],
  },
  {
    name: 'cached-across-callers',
    title: 'Responses of one caller are returned to others',
    suspicion: 'a cache does not tell callers apart',
    practice:
      'A cache keyed by the URL only, a CDN without `Vary: Authorization`, `Cache-Control: public` on a private list.',
    remedy: 'Send `Cache-Control: private` or `no-store`, and make the caller part of the key.',
    bugs: ['last-caller-remembered', 'answers-kept-without-credentials'],
  },
  {
    name: 'credential-in-links',
    title: 'Links or errors contain the credential',
    suspicion: 'links or errors repeat everything that the request had',
    practice:
      'A next link that repeats `api_key` from the query; a signed URL that carries the token on. Links end up in logs and histories.',
    remedy: 'Leave credentials out of links, errors and logs.',
    bugs: ['credential-in-errors', 'credential-in-links'],
  },
  {
    name: 'foreign-rows',
    title: 'Rows of another tenant are returned',
    suspicion: 'the query is not bound to who asks, or a token or link decides whose rows come',
    practice:
      'Insecure direct object reference: an id in path or cursor that is looked up without the owner; a tenant taken from the token of the page; a default tenant.',
    remedy: 'Bind every query to the tenant of the credential, and reject tokens that were issued to another.',
    bugs: [
      'foreign-collection-shown',
      'rows-of-first-tenant-shown',
      'token-good-for-other-tenants',
      'token-opens-its-own-collection',
    ],
  },
  {
    name: 'collection-not-checked',
    title: 'A collection that is not named or does not exist is returned',
    suspicion: 'the collection is used without looking whether it is there and the caller’s',
    practice: 'A query by a foreign key that just finds nothing; a header that falls back to the first workspace.',
    remedy: 'Look the collection up first, and reject the request where it is missing, unknown or foreign.',
    bugs: ['unknown-collection-is-empty', 'collection-not-needed', 'unknown-parent-ignored'],
  },
  {
    name: 'partition-ignored',
    title: 'The header that selects rows is not obeyed',
    suspicion: 'live and test rows are not told apart as the header says',
    practice:
      'A boolean that is read as text, so that `"false"` is true; a header that middleware drops; a condition that later pages lack.',
    remedy: 'Parse the header as a boolean, and put the condition into every query.',
    bugs: ['partition-ignored', 'partition-always-off', 'partition-on-by-any-value', 'partition-dropped-on-next-page'],
  },
  {
    name: 'version-not-checked',
    title: 'A missing, unknown or retired version is accepted',
    suspicion: 'the version header is not looked at',
    practice: 'Versioning that falls back to the newest version without a word.',
    remedy: 'Check the version with every request, and return the documented error.',
    bugs: ['version-not-needed', 'unknown-version-accepted', 'retired-version-accepted'],
  },
  {
    name: 'refusal-status',
    title: 'Requests are rejected with another status than documented',
    suspicion: 'all errors have one status',
    practice:
      'GraphQL habits (200 with an error in the body), a global exception handler that turns everything into 400.',
    remedy: 'Map each error to its documented status.',
    bugs: ['refusals-with-status-200', 'refusals-with-status-400'],
  },
  {
    name: 'refusals-without-headers',
    title: 'Errors lack a header that they should have',
    suspicion: 'an error handler writes the body but not the headers',
    practice:
      '`WWW-Authenticate` is dropped by gateways and custom exception handlers, so that browsers and clients do not know how to authenticate.',
    remedy: 'Send the headers with the error: `WWW-Authenticate` with 401, `Allow` with 405, `Retry-After` with 429.',
    bugs: ['refusals-without-headers'],
  },
  {
    name: 'invalid-token-accepted',
    title: 'An invalid link or token returns a page',
    suspicion: 'a token that cannot be read is taken for none, or is not verified',
    practice:
      'Base64 JSON without a signature, decoded in `try … catch { return firstPage }`; opaque ids that are looked up by prefix. A client that sends a damaged token reads the first page again, for ever.',
    remedy: 'Sign tokens (HMAC), and reject what does not verify with the documented error.',
    bugs: [
      'token-compared-without-case',
      'bad-token-shows-first-page',
      'bad-token-shows-empty-page',
      'token-not-sealed',
      'empty-token-shows-first-page',
    ],
  },
  {
    name: 'invalid-token-otherwise',
    title: 'An invalid link or token is rejected with another error than documented',
    suspicion: 'an invalid token is handled like any other invalid parameter, or like a missing resource',
    practice:
      'A general validation error or a 404 from a lookup in place of the error that tells clients to start again.',
    remedy: 'Respond with the documented status and code, so that clients know that they have to start again.',
    bugs: ['bad-token-is-not-found', 'bad-token-refused-in-other-words'],
  },
  {
    name: 'token-not-bound',
    title: 'A token can be used with other filters than it was issued for',
    suspicion: 'the token holds a position only, and nothing compares the filters',
    practice:
      'A cursor that is only the last id. Clients that change a filter on the way then skip rows without noticing.',
    remedy: 'Put a digest of the filters into the token, and reject it where they differ.',
    bugs: ['token-good-for-other-filters'],
  },
];
