import type { Json } from '../../contract/contract.ts';
import { fakerMethods } from '../hints/faker.ts';
import { hashPlace, hashText } from '../random.ts';

/** What a value is that says who somebody is, or opens something. */
export type PersonalKind =
  | 'email'
  | 'phone'
  | 'first name'
  | 'last name'
  | 'name'
  | 'user name'
  | 'company'
  | 'address'
  | 'city'
  | 'postal code'
  | 'position'
  | 'birth date'
  | 'number'
  | 'IP address'
  | 'secret'
  | 'link'
  | 'text'
  | 'id';

/** The words of a field's name as one text: `first_name`, whatever its spelling. */
function keyOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^_|_$/g, '');
}

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const URL_START = /^[a-z][a-z\d+.-]*:\/\//i;
const PHONE = /^\+?[\d\s().\-/x]{6,}$/;
const JWT = /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/;
const PREFIXED_SECRET = /^(?:sk|pk|rk|whsec|ghp|gho|xox[a-z]|AKIA|glpat|Bearer|Basic)[-_ ][\w\-./+=]{8,}$/;

/** By the name of a field; the first that fits counts. */
const BY_NAME: readonly (readonly [kind: PersonalKind, names: RegExp])[] = [
  [
    'secret',
    /(?:^|_)(?:token|secret|password|passwd|pwd|api_key|apikey|private_key|access_key|signature|credentials?|authorization|session|cookie|otp|cvv|cvc|pin_code)(?:_|$)/,
  ],
  ['phone', /(?:^|_)(?:phone|phones|mobile|telephone|tel|fax|cell|msisdn|whatsapp)(?:_|$)/],
  ['IP address', /(?:^|_)ip(?:_address|v4|v6)?$/],
  ['birth date', /(?:^|_)(?:birth|birthday|birthdate|dob)(?:_|$)/],
  [
    'number',
    /(?:^|_)(?:ssn|tax_id|tax_number|vat|vat_number|vat_id|passport|national_id|iban|bic|account_number|card_number|routing_number|license|licence|social_security|tin|ein)(?:_|$)/,
  ],
  ['first name', /^(?:first_?name|given_?name|forename|fname|middle_name)$/],
  ['last name', /^(?:last_?name|family_?name|surname|lname|maiden_name)$/],
  ['user name', /^(?:user_?name|login|handle|screen_name|nick_?name)$/],
  [
    'company',
    /^(?:company|company_name|organi[sz]ation|organi[sz]ation_name|business_name|employer|legal_name|merchant_name|firm)$/,
  ],
  [
    'name',
    /^(?:name|full_?name|display_?name|real_?name|contact_?name|owner_?name|holder|cardholder|author|recipient|sender|customer_?name|person|assignee_name|.*_holder_name|formatted|title_holder)$/,
  ],
  ['address', /^(?:address|street|street_address|line_?[123]|address_?line_?\d?|address_?\d|addr)$/],
  ['city', /^(?:city|town|locality|suburb|village)$/],
  ['postal code', /^(?:zip|zip_?code|postal_?code|post_?code|postcode)$/],
  ['position', /^(?:lat|lng|lon|latitude|longitude)$/],
  [
    'text',
    /^(?:description|notes?|comments?|message|body|bio|about|summary|text|content|remarks?|memo|subject|reason|snippet|html)$/,
  ],
  ['id', /(?:^|_)(?:id|ids|gid|uid|uuid|guid|sid|ref|external_reference)$/],
];

/**
 * Says what is personal in a value, by the name of its field and by what it looks like.
 *
 * @returns `undefined` for what is kept
 */
export function classify(name: string, value: Json): PersonalKind | undefined {
  const named = BY_NAME.find(([, names]) => names.test(keyOf(name)))?.[0];
  if (typeof value === 'number') return named !== undefined && NUMERIC.has(named) ? named : undefined;
  if (typeof value !== 'string' || value === '') return undefined;
  return named === 'secret' ? named : (recognize(value) ?? (named === 'position' ? undefined : named));
}

/** What may also be a number. */
const NUMERIC: ReadonlySet<PersonalKind> = new Set(['id', 'phone', 'position', 'number']);

/** What a text plainly is, whatever its field is called. */
function recognize(value: string): PersonalKind | undefined {
  if (JWT.test(value) || PREFIXED_SECRET.test(value)) return 'secret';
  if (URL_START.test(value)) return 'link';
  if (EMAIL.test(value)) return value.replace(EMAIL, '').trim() === '' ? 'email' : 'text';
  return PHONE.test(value) && value.startsWith('+') ? 'phone' : undefined;
}

/** Makes values in place of others: the same for the same, however often it occurs. */
export class Replacer {
  readonly #seed: number;
  readonly #known = new Map<string, Json>();
  readonly #taken = new Set<string>();

  /** @param seed - decides all values */
  constructor(seed: string) {
    this.#seed = hashText(seed);
  }

  /** @returns a value of the same type, and of the same shape where shape matters */
  replace(kind: PersonalKind, value: string | number): Json {
    const key = `${kind === 'id' ? 'id' : kind}\n${typeof value}\n${value}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let made: Json = value;
    for (let attempt = 0; attempt < 50; attempt += 1) {
      made = this.#make(kind, value, hashPlace(this.#seed, hashText(key), attempt));
      // Two ids must not become one.
      if (kind !== 'id' || !this.#taken.has(String(made))) break;
    }
    if (kind === 'id') made = this.#findFree(made);
    this.#taken.add(String(made));
    this.#known.set(key, made);
    return made;
  }

  /** Where nearly all ids of a length are taken, chance finds none that is free: counting does. */
  #findFree(made: Json): Json {
    let free = made;
    for (let step = 1; this.#taken.has(String(free)); step += 1) {
      free = typeof made === 'number' ? made + step : `${made}-${step}`;
    }
    return free;
  }

  /** A value with each letter and digit replaced by another, for schemas that want the shape. */
  scramble(value: string | number): Json {
    return scramble(value, hashPlace(this.#seed, hashText(`scramble\n${value}`), 0));
  }

  #make(kind: PersonalKind, value: string | number, choice: number): Json {
    if (typeof value === 'number') return kind === 'position' ? jitter(value, choice) : scramble(value, choice);
    const method = METHODS[kind];
    if (method !== undefined) return String(fakerMethods().get(method)?.(choice, 0, []) ?? '');
    switch (kind) {
      case 'email':
        return `${fake('person.firstName', choice)}.${fake('person.lastName', choice)}${choice % 1000}@example.com`
          .toLowerCase()
          .replaceAll("'", '');
      case 'link':
        return `https://example.com/${String(
          scramble(
            value
              .replace(URL_START, '')
              .replace(/^[^/?#]*\/?/, '')
              .slice(0, 60),
            choice,
          ),
        ).replaceAll(/[^\w\-./]/g, '-')}`;
      case 'birth date':
        return value.replace(/^\d{4}-\d{2}-\d{2}/, `${1950 + (choice % 50)}-0${1 + (choice % 9)}-1${choice % 9}`);
      case 'text':
        return lorem(value, choice);
      default:
        return scramble(value, choice);
    }
  }
}

const METHODS: Readonly<Partial<Record<PersonalKind, string>>> = {
  'first name': 'person.firstName',
  'last name': 'person.lastName',
  name: 'person.fullName',
  'user name': 'internet.username',
  company: 'company.name',
  address: 'location.streetAddress',
  city: 'location.city',
  'IP address': 'internet.ipv4',
};

function fake(method: string, choice: number): string {
  return String(fakerMethods().get(method)?.(choice, 0, []) ?? '');
}

/** As many words as there were. */
function lorem(value: string, choice: number): string {
  const count = Math.max(1, value.trim().split(/\s+/).length);
  const words = String(fakerMethods().get('lorem.words')?.(choice, 0, [Math.min(count, 200)]) ?? '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function jitter(value: number, choice: number): number {
  return Math.round((value + ((choice % 2000) - 1000) / 500) * 1e6) / 1e6;
}

/** Words that say of what kind an id is, as in `cus_9f2`, stay. */
function scramble(value: string | number, choice: number): Json {
  if (typeof value === 'number') {
    const text = String(scramble(String(Math.abs(Math.trunc(value))), choice));
    return Number(text.replace(/^0/, '1')) || 1;
  }
  const start = /^[a-zA-Z]{2,6}_(?=.{6})/.exec(value)?.[0].length ?? 0;
  let state = choice;
  const next = (count: number): number => {
    state = hashPlace(state, 1, 0);
    return state % count;
  };
  return (
    value.slice(0, start) +
    value
      .slice(start)
      .replace(/[0-9]/g, () => String(next(10)))
      // Hexadecimal stays hexadecimal, so that a UUID stays one.
      .replace(/[a-f]/g, () => 'abcdef'.charAt(next(6)))
      .replace(/[g-z]/g, () => 'ghijklmnopqrstuvwxyz'.charAt(next(20)))
      .replace(/[A-F]/g, () => 'ABCDEF'.charAt(next(6)))
      .replace(/[G-Z]/g, () => 'GHIJKLMNOPQRSTUVWXYZ'.charAt(next(20)))
  );
}
