const TEXT = { type: 'string' };
const SIZE = { type: 'integer', minimum: -1 };
const DURATION = { type: 'number', minimum: 0 };

const NAMED_VALUE = object({ name: TEXT, value: TEXT }, { comment: TEXT });

const COOKIE = object(
  { name: TEXT, value: TEXT },
  {
    path: TEXT,
    domain: TEXT,
    expires: { type: ['string', 'null'] },
    httpOnly: { type: 'boolean' },
    secure: { type: 'boolean' },
    comment: TEXT,
  },
);

const MESSAGE = {
  httpVersion: TEXT,
  cookies: { type: 'array', items: COOKIE },
  headers: { type: 'array', items: NAMED_VALUE },
  headersSize: SIZE,
  bodySize: SIZE,
};

const REQUEST = object(
  {
    ...MESSAGE,
    method: { type: 'string', minLength: 1 },
    url: { type: 'string', format: 'uri' },
    queryString: { type: 'array', items: NAMED_VALUE },
  },
  { comment: TEXT },
);

const CONTENT = object(
  { size: { type: 'integer' }, mimeType: TEXT },
  { compression: { type: 'integer' }, text: TEXT, encoding: TEXT, comment: TEXT },
);

const RESPONSE = object(
  { ...MESSAGE, status: { type: 'integer' }, statusText: TEXT, content: CONTENT, redirectURL: TEXT },
  { comment: TEXT },
);

const TIMINGS = object(
  { send: DURATION, wait: DURATION, receive: DURATION },
  {
    blocked: { type: 'number' },
    dns: { type: 'number' },
    connect: { type: 'number' },
    ssl: { type: 'number' },
    comment: TEXT,
  },
);

const ENTRY = object(
  {
    startedDateTime: { type: 'string', format: 'date-time' },
    time: DURATION,
    request: REQUEST,
    response: RESPONSE,
    cache: object({}, { beforeRequest: {}, afterRequest: {}, comment: TEXT }),
    timings: TIMINGS,
  },
  { pageref: TEXT, serverIPAddress: { type: 'string', format: 'ipv4' }, connection: TEXT, comment: TEXT },
);

const PROGRAM = object({ name: TEXT, version: TEXT }, { comment: TEXT });

/** HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/) without pages and posted data, which we never write, as JSON Schema. */
export const HAR_SCHEMA: object = object(
  {
    log: object(
      { version: { const: '1.2' }, creator: PROGRAM, entries: { type: 'array', items: ENTRY } },
      { browser: PROGRAM, comment: TEXT },
    ),
  },
  {},
);

/** An object of these members and no others, apart from those that begin with an underscore. */
function object(required: Readonly<Record<string, unknown>>, optional: Readonly<Record<string, unknown>>): object {
  return {
    type: 'object',
    required: Object.keys(required),
    properties: { ...required, ...optional },
    patternProperties: { '^_': {} },
    additionalProperties: false,
  };
}
