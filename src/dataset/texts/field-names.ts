import { EMAIL_METHOD, HOST_METHOD, IMAGE_METHOD, type Method, URL_METHOD } from './formats.ts';

/** What texts are made of in fields of these names; a name is compared without case and signs, by its last words. */
const TEXTS: Readonly<Record<string, Method>> = {
  // People
  email: EMAIL_METHOD,
  mail: EMAIL_METHOD,
  emailaddress: EMAIL_METHOD,
  replyto: EMAIL_METHOD,
  firstname: ['person.firstName'],
  givenname: ['person.firstName'],
  middlename: ['person.middleName'],
  lastname: ['person.lastName'],
  surname: ['person.lastName'],
  familyname: ['person.lastName'],
  fullname: ['person.fullName'],
  displayname: ['person.fullName'],
  realname: ['person.fullName'],
  contactname: ['person.fullName'],
  author: ['person.fullName'],
  owner: ['person.fullName'],
  creator: ['person.fullName'],
  assignee: ['person.fullName'],
  username: ['internet.username'],
  login: ['internet.username'],
  nickname: ['internet.username'],
  handle: ['internet.username'],
  screenname: ['internet.username'],
  jobtitle: ['person.jobTitle'],
  occupation: ['person.jobTitle'],
  gender: ['person.sex'],
  salutation: ['person.prefix'],
  bio: ['person.bio'],
  phone: ['phone.number', { style: 'international' }],
  phonenumber: ['phone.number', { style: 'international' }],
  mobile: ['phone.number', { style: 'international' }],
  telephone: ['phone.number', { style: 'international' }],
  fax: ['phone.number', { style: 'international' }],
  // Companies and things
  company: ['company.name'],
  companyname: ['company.name'],
  organization: ['company.name'],
  organizationname: ['company.name'],
  organisation: ['company.name'],
  legalname: ['company.name'],
  vendor: ['company.name'],
  merchant: ['company.name'],
  brand: ['company.name'],
  department: ['commerce.department'],
  industry: ['commerce.department'],
  product: ['commerce.productName'],
  productname: ['commerce.productName'],
  color: ['color.human'],
  colour: ['color.human'],
  category: ['commerce.department'],
  sku: ['helpers.fromRegExp', '[A-Z]{3}-[0-9]{5}'],
  // Places
  city: ['location.city'],
  town: ['location.city'],
  province: ['location.state'],
  region: ['location.state'],
  country: ['location.countryCode'],
  countrycode: ['location.countryCode'],
  countryname: ['location.country'],
  street: ['location.streetAddress'],
  streetaddress: ['location.streetAddress'],
  address: ['location.streetAddress'],
  addressline1: ['location.streetAddress'],
  address1: ['location.streetAddress'],
  line1: ['location.streetAddress'],
  addressline2: ['location.secondaryAddress'],
  address2: ['location.secondaryAddress'],
  line2: ['location.secondaryAddress'],
  zip: ['location.zipCode', '#####'],
  zipcode: ['location.zipCode', '#####'],
  postcode: ['location.zipCode', '#####'],
  postalcode: ['location.zipCode', '#####'],
  timezone: ['location.timeZone'],
  tz: ['location.timeZone'],
  locale: ['helpers.arrayElement', ['en-US', 'en-GB', 'de-DE', 'es-MX', 'fr-FR', 'ja-JP']],
  language: ['helpers.arrayElement', ['en', 'de', 'es', 'fr', 'ja', 'pt']],
  languagecode: ['helpers.arrayElement', ['en', 'de', 'es', 'fr', 'ja', 'pt']],
  // Money
  currency: ['finance.currencyCode'],
  currencycode: ['finance.currencyCode'],
  amount: ['finance.amount'],
  price: ['commerce.price'],
  total: ['finance.amount'],
  subtotal: ['finance.amount'],
  balance: ['finance.amount'],
  iban: ['finance.iban'],
  bic: ['finance.bic'],
  accountnumber: ['finance.accountNumber'],
  last4: ['helpers.fromRegExp', '[0-9]{4}'],
  // The web
  url: URL_METHOD,
  uri: URL_METHOD,
  href: URL_METHOD,
  link: URL_METHOD,
  website: URL_METHOD,
  homepage: URL_METHOD,
  permalink: URL_METHOD,
  avatar: IMAGE_METHOD,
  image: IMAGE_METHOD,
  photo: IMAGE_METHOD,
  picture: IMAGE_METHOD,
  logo: IMAGE_METHOD,
  icon: IMAGE_METHOD,
  thumbnail: IMAGE_METHOD,
  domain: HOST_METHOD,
  hostname: HOST_METHOD,
  host: HOST_METHOD,
  ip: ['internet.ipv4'],
  ipaddress: ['internet.ipv4'],
  useragent: ['internet.userAgent'],
  mimetype: ['system.mimeType'],
  contenttype: ['system.mimeType'],
  mediatype: ['system.mimeType'],
  filename: ['system.fileName'],
  path: ['system.filePath'],
  extension: ['system.fileExt'],
  sha: ['git.commitSha'],
  checksum: ['string.hexadecimal', { length: 40, casing: 'lower', prefix: '' }],
  hash: ['string.hexadecimal', { length: 40, casing: 'lower', prefix: '' }],
  etag: ['string.hexadecimal', { length: 32, casing: 'lower', prefix: '' }],
  token: ['string.alphanumeric', 24],
  version: ['system.semver'],
  uuid: ['string.uuid'],
  guid: ['string.uuid'],
  slug: ['lorem.slug'],
  // Words
  title: ['helpers.fake', '{{word.adjective}} {{word.noun}}'],
  subject: ['helpers.fake', '{{word.adjective}} {{word.noun}}'],
  headline: ['helpers.fake', '{{word.adjective}} {{word.noun}}'],
  label: ['word.noun'],
  tag: ['word.noun'],
  name: ['helpers.fake', '{{word.adjective}} {{word.noun}}'],
  description: ['lorem.sentence'],
  summary: ['lorem.sentence'],
  comment: ['lorem.sentence'],
  note: ['lorem.sentence'],
  notes: ['lorem.sentence'],
  message: ['lorem.sentence'],
  reason: ['lorem.sentence'],
  text: ['lorem.sentence'],
  body: ['lorem.sentences', 2],
  content: ['lorem.sentences', 2],
  id: ['string.alphanumeric', 12],
  key: ['string.alphanumeric', 12],
  reference: ['string.alphanumeric', { length: 8, casing: 'upper' }],
  code: ['string.alphanumeric', { length: 6, casing: 'upper' }],
  number: ['helpers.fromRegExp', '[1-9][0-9]{5}'],
};

/** Objects whose plain `name` is that of a person, or of a company. */
const PERSONS =
  /(?:user|customer|contact|person|member|author|owner|employee|assignee|creator|patient|guest|driver|lead)s?$/;
const COMPANIES =
  /(?:company|companies|organi[sz]ations?|vendors?|merchants?|suppliers?|accounts?|business|workspaces?|teams?)$/;

/**
 * What gives texts for a field of this name.
 *
 * @param path - the names that lead to it, `*` for elements of arrays; `createdBy/first_name`
 * @returns a method of faker; `undefined` for a name that says nothing
 */
export function methodForName(path: readonly string[]): Method | undefined {
  const names = path.filter((segment) => segment !== '*');
  const words = splitWords(names.at(-1) ?? '');
  const holder = splitWords(names.at(-2) ?? '').join('');
  if (words.join('') === 'name') {
    if (PERSONS.test(holder)) return ['person.fullName'];
    if (COMPANIES.test(holder)) return ['company.name'];
  }
  // Elsewhere a state is one of a life cycle.
  if (words.join('') === 'state' && /address|location|billing|shipping/.test(holder)) return ['location.state'];
  // image_url is a url, avatar_url too: the last word decides, unless more of them are known together.
  for (let start = 0; start < words.length; start++) {
    const method = lookUp(words.slice(start).join(''));
    if (method !== undefined) return method;
  }
  return undefined;
}

function lookUp(name: string): Method | undefined {
  if (Object.hasOwn(TEXTS, name)) return TEXTS[name];
  const singular = name.replace(/s$/, '');
  return Object.hasOwn(TEXTS, singular) ? TEXTS[singular] : undefined;
}

/** `createdAt`, `created_at` and `Created-At` are `created`, `at`. */
function splitWords(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** The bounds within which numbers of these names lie where a schema says nothing, and what they are multiples of. */
interface Span {
  readonly minimum: number;
  readonly maximum: number;
  readonly step?: number;
}

const MONEY: Span = { minimum: 1, maximum: 500, step: 0.01 };
const NUMBERS: Readonly<Record<string, Span>> = {
  age: { minimum: 18, maximum: 90 },
  year: { minimum: 1990, maximum: 2026 },
  month: { minimum: 1, maximum: 12 },
  day: { minimum: 1, maximum: 28 },
  hour: { minimum: 0, maximum: 23 },
  minute: { minimum: 0, maximum: 59 },
  latitude: { minimum: -90, maximum: 90, step: 0.0001 },
  lat: { minimum: -90, maximum: 90, step: 0.0001 },
  longitude: { minimum: -180, maximum: 180, step: 0.0001 },
  lng: { minimum: -180, maximum: 180, step: 0.0001 },
  lon: { minimum: -180, maximum: 180, step: 0.0001 },
  percent: { minimum: 0, maximum: 100 },
  percentage: { minimum: 0, maximum: 100 },
  rating: { minimum: 1, maximum: 5 },
  stars: { minimum: 1, maximum: 5 },
  quantity: { minimum: 1, maximum: 20 },
  port: { minimum: 1024, maximum: 65_535 },
  price: MONEY,
  amount: MONEY,
  cost: MONEY,
  total: MONEY,
  balance: MONEY,
};

/** The bounds that numbers of a name usually have. */
export function spanForName(name: string): Span | undefined {
  const last = splitWords(name).at(-1) ?? '';
  return Object.hasOwn(NUMBERS, last) ? NUMBERS[last] : undefined;
}

/**
 * What a time is in the life of its thing: created before it is updated, updated before it is closed, all of that before now;
 * what expires does so later, and birthdays are long ago.
 */
export type TimeOf = 'birth' | 'creation' | 'change' | 'end' | 'future';

const TIMES: readonly (readonly [TimeOf, RegExp])[] = [
  ['birth', /^(?:birth|birthday|birthdate|born|dob|dateofbirth)/],
  ['future', /^(?:expir|due|valid(?:until|to)|nextpayment|next|scheduled|renew|deadline)/],
  [
    'creation',
    /^(?:creat|added|insert|registered|signup|joined|opened|issued|invited|submitted|received|ordered|date$|time$|timestamp$)/,
  ],
  [
    'change',
    /^(?:updat|modif|edit|chang|last|start|begin|began|process|approv|accept|confirm|link|seen|sent|assign|activat|publish|paid)/,
  ],
  ['end', /^(?:delet|remov|clos|complet|finish|end|cancel|archiv|revok|reject|resolv|stop|fail|ended)/],
];
const TIME_WORDS =
  /^(?:at|on|time|date|timestamp|ts|ms|millis|milliseconds|seconds|epoch|utc|unix|datetime|until|from|to)$/;

/** What a field of this name tells of time; `undefined` when it tells nothing. Names such as `created` need no `at`. */
export function timeForName(name: string): TimeOf | undefined {
  const words = splitWords(name);
  const joined = words.join('');
  const found = TIMES.find(([, pattern]) => pattern.test(joined));
  return found?.[0] ?? (TIME_WORDS.test(words.at(-1) ?? '') && words.length > 1 ? 'change' : undefined);
}

/** What a number of milliseconds is since 1970, and what it is only as long as. */
const POINT =
  /^(?:at|time|timestamp|date|epoch|unix|created|updated|modified|deleted|started|ended|start|end|expires|expiry)$/;
const SPAN =
  /^(?:duration|elapsed|latency|timeout|took|interval|process|response|execut|delay|ttl|wait|cpu|run|build|load)/;

/** Whether a field says what a thing is, which its example then does for all. */
export function isKind(name: string): boolean {
  return /^(?:type|subtype|kind|class|object)$/.test(splitWords(name).at(-1) ?? '');
}

/**
 * Whether numbers of a field are instants, and in which units: a name ending in a word for time (`created_at`, `timestamp`,
 * `updated_ms`), or one that is such a word itself (`created`).
 */
export function epochForName(name: string): 'seconds' | 'milliseconds' | undefined {
  const words = splitWords(name);
  const last = words.at(-1) ?? '';
  if (/^(?:ms|millis|milliseconds)$/.test(last)) {
    return POINT.test(words.at(-2) ?? '') && !words.some((word) => SPAN.test(word)) ? 'milliseconds' : undefined;
  }
  if (words.length === 1 && /^(?:created|updated|modified|deleted|timestamp|ts|expires|epoch|expiry)$/.test(last))
    return 'seconds';
  if (words.length > 1 && /^(?:at|timestamp|ts|epoch|on|until|date|datetime)$/.test(last)) return 'seconds';
  return words.length > 1 && last === 'time' && /^(?:created?|updated?|start|end|expir|modified)/.test(words[0] ?? '')
    ? 'seconds'
    : undefined;
}
