/** A generator of faker, with its arguments. */
export type Method = readonly [name: string, ...parameters: readonly unknown[]];

/** Addresses and hosts of a domain that is reserved for examples (RFC 2606): no client that follows one meets anybody. */
export const URL_METHOD: Method = ['helpers.fromRegExp', 'https://[a-z]{4,9}[.]example[.]com/[a-z0-9]{6,9}'];
export const IMAGE_METHOD: Method = ['helpers.fromRegExp', 'https://images[.]example[.]com/[a-z0-9]{8}[.]png'];
export const HOST_METHOD: Method = ['helpers.fromRegExp', '[a-z]{4,9}[.]example[.]com'];
export const EMAIL_METHOD: Method = ['internet.exampleEmail'];

/** What gives texts of a format that read well. */
export const FORMAT_METHODS: Readonly<Record<string, Method>> = {
  email: EMAIL_METHOD,
  'idn-email': EMAIL_METHOD,
  uri: URL_METHOD,
  url: URL_METHOD,
  iri: URL_METHOD,
  'uri-reference': URL_METHOD,
  hostname: HOST_METHOD,
  ipv4: ['internet.ipv4'],
  ipv6: ['internet.ipv6'],
  time: ['helpers.fromRegExp', '1[0-9]:[0-5][0-9]:[0-5][0-9]Z'],
  duration: ['helpers.fromRegExp', 'P[1-9]D'],
  decimal: ['finance.amount'],
  byte: ['helpers.fromRegExp', '[A-Za-z0-9]{16}'],
  phone: ['phone.number', { style: 'international' }],
  'phone-number': ['phone.number', { style: 'international' }],
  tel: ['phone.number', { style: 'international' }],
  'country-code': ['location.countryCode'],
  currency: ['finance.currencyCode'],
  'currency-code': ['finance.currencyCode'],
  color: ['color.rgb'],
  mac: ['internet.mac'],
};

/** Texts of a format at any length that it allows, as a pattern. Also for formats that faker has nothing for. */
export const FORMAT_PATTERNS: Readonly<Record<string, string>> = {
  email: '[a-z]{1,60}@[a-z]{1,60}\\.(com|org|net|io)',
  'idn-email': '[a-z]{1,60}@[a-z]{1,60}\\.(com|org|net|io)',
  uri: 'https://[a-z]{1,60}\\.(com|org|io)(/[a-z0-9]+)*',
  url: 'https://[a-z]{1,60}\\.(com|org|io)(/[a-z0-9]+)*',
  iri: 'https://[a-z]{1,60}\\.(com|org|io)(/[a-z0-9]+)*',
  'uri-reference': '(/[a-z0-9]+)+',
  'iri-reference': '(/[a-z0-9]+)+',
  'uri-template': '(/[a-z]+)+/\\{[a-z]+\\}',
  'json-pointer': '(/[a-z0-9]+)+',
  'json-pointer-uri-fragment': '#(/[a-z0-9]+)+',
  'relative-json-pointer': '[0-9](/[a-z0-9]+)*',
  hostname: '[a-z]{1,60}(\\.[a-z]{1,60}){0,3}\\.(com|org|net|io)',
  'idn-hostname': '[a-z]{1,60}(\\.[a-z]{1,60}){0,3}\\.(com|org|net|io)',
  ipv4: '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}',
  ipv6: '2001:db8(:[1-9a-f][0-9a-f]{0,3}){6}|::[1-9a-f][0-9a-f]{0,3}',
  uuid: '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}',
  'date-time':
    '202[0-5]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{3,6})?(Z|\\+0[0-9]:00)',
  'iso-date-time': '202[0-5]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z',
  date: '202[0-5]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])',
  time: '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|\\+0[0-9]:00)',
  'iso-time': '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z',
  duration: 'P[1-9][0-9]{0,6}D(T[1-9][0-9]?H)?|PT[1-9][0-9]?M',
  regex: '\\^\\[a-z\\]\\{[1-9]\\}[a-z]*\\$',
  byte: '([A-Za-z0-9+/]{4})+|([A-Za-z0-9+/]{4})*[A-Za-z0-9+/]{2}==|([A-Za-z0-9+/]{4})*[A-Za-z0-9+/]{3}=',
  base64url: '([A-Za-z0-9_\\-]{4})+',
  binary: '[A-Za-z0-9]{12,}',
  password: '[A-Za-z0-9]{12,}',
  decimal: '[1-9][0-9]*\\.[0-9]{2}',
  int32: '[1-9][0-9]{0,8}',
  int64: '[1-9][0-9]{0,17}',
  float: '[1-9][0-9]*\\.[0-9]{2}',
  double: '[1-9][0-9]*\\.[0-9]{2}',
  'unix-time': '17[0-9]{8}',
};
