import type { Headers } from '../../mock/message.ts';
import type { Dice } from '../random.ts';
import type { GreaseName } from './features.ts';

/** Changes what is open about headers. */
type HeaderGreaser = (headers: Headers, dice: Dice) => Headers;

/** Makes a greaser of headers with the greases that are switched on. */
export function createHeaderGreaser(greases: ReadonlySet<GreaseName>): HeaderGreaser {
  return (headers, dice) => {
    const typed = greases.has('media-type') ? headers.map((header) => spellType(header, dice)) : headers;
    const more = greases.has('more-headers') ? [...typed, ...inventHeaders(typed, dice)] : typed;
    return greases.has('header-case') ? dice.shuffle(more).map(([name, value]) => [recase(name, dice), value]) : more;
  };
}

function spellType([name, value]: Headers[number], dice: Dice): Headers[number] {
  return [name, /^content-type$/i.test(name) ? spellMediaType(value, dice) : value];
}

/** Makes some of the headers that proxies and frameworks add, and that mean nothing to a client; none that is there already. */
export function inventHeaders(present: Headers, dice: Dice): Headers {
  const names = new Set(present.map(([name]) => name.toLowerCase()));
  const number = dice.below(1e6);
  const headers: Headers = [
    ['ETag', `W/"${number.toString(36)}"`],
    ['Cache-Control', dice.pick(['no-store', 'private, max-age=0', 'no-cache'])],
    ['Vary', dice.pick(['Accept-Encoding', 'Accept-Encoding, Origin'])],
    ['Set-Cookie', `session=${number}; HttpOnly`],
    ['Set-Cookie', 'lb=a1; Path=/; SameSite=Lax'],
    ['X-RateLimit-Remaining', String(number)],
    ['X-Request-Id', number.toString(16)],
    ['Server-Timing', `db;dur=${number / 1e4}`],
    ['X-Powered-By', 'nobody knows'],
    [`X-Unheard-Of-${number}`, '1'],
    ['Via', '1.1 edge'],
  ];
  return headers.filter(([name]) => !names.has(name.toLowerCase()) && dice.onceIn(2));
}

/** The same media type in other letters, with spaces and quotation marks. */
export function spellMediaType(mediaType: string, dice: Dice): string {
  const [type = '', ...parameters] = mediaType.split(';').map((part) => part.trim());
  const spelled = parameters.map((parameter) => spellParameter(parameter, dice));
  // JSON is always in UTF-8, whether the type says so or not.
  const isBare = parameters.length === 0 && /^application\/json$/i.test(type);
  const added = isBare && dice.onceIn(2) ? [spellParameter('charset=utf-8', dice)] : [];
  return [recase(type, dice), ...spelled, ...added].join(dice.pick([';', '; ', ' ; ']));
}

function spellParameter(parameter: string, dice: Dice): string {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(parameter) ?? [];
  if (name === '') return parameter;
  // Of other parameters it depends on the type whether case matters.
  const text = /^charset$/i.test(name) ? recase(value, dice) : value;
  const isToken = /^[\w!#$%&'*+.^`|~-]+$/.test(text);
  return `${recase(name, dice)}=${isToken && dice.onceIn(2) ? `"${text}"` : text}`;
}

/** The same letters in another case. */
export function recase(text: string, dice: Dice): string {
  return dice.pick([
    () => text,
    () => text.toLowerCase(),
    () => text.toUpperCase(),
    () => text.toLowerCase().replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    () => text.replace(/[a-z]/gi, (letter) => (dice.onceIn(2) ? letter.toUpperCase() : letter.toLowerCase())),
  ])();
}
