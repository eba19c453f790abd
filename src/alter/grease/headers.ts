import type { Random } from '../../dataset/random.ts';
import type { Headers } from '../../mock/message.ts';
import type { FeatureName } from './features.ts';

/** Changes what is open about headers. */
type HeaderGreaser = (headers: Headers, random: Random) => Headers;

/** Makes a function that applies the features of headers among those given. */
export function createHeaderGreaser(features: ReadonlySet<FeatureName>): HeaderGreaser {
  return (headers, random) => {
    const typed = features.has('media-type') ? headers.map((header) => spellType(header, random)) : headers;
    const more = features.has('more-headers') ? [...typed, ...inventHeaders(typed, random)] : typed;
    return features.has('header-case')
      ? random.shuffle(more).map(([name, value]) => [recase(name, random), value])
      : more;
  };
}

function spellType([name, value]: Headers[number], random: Random): Headers[number] {
  return [name, /^content-type$/i.test(name) ? spellMediaType(value, random) : value];
}

/** Makes some of the headers that proxies and frameworks add, and that mean nothing to a client; none that is there already. */
export function inventHeaders(present: Headers, random: Random): Headers {
  const names = new Set(present.map(([name]) => name.toLowerCase()));
  const number = random.below(1e6);
  const headers: Headers = [
    ['ETag', `W/"${number.toString(36)}"`],
    ['Cache-Control', random.pick(['no-store', 'private, max-age=0', 'no-cache'])],
    ['Vary', random.pick(['Accept-Encoding', 'Accept-Encoding, Origin'])],
    ['Set-Cookie', `session=${number}; HttpOnly`],
    ['Set-Cookie', 'lb=a1; Path=/; SameSite=Lax'],
    ['X-RateLimit-Remaining', String(number)],
    ['X-Request-Id', number.toString(16)],
    ['Server-Timing', `db;dur=${number / 1e4}`],
    ['X-Powered-By', 'nobody knows'],
    [`X-Unheard-Of-${number}`, '1'],
    ['Via', '1.1 edge'],
  ];
  return headers.filter(([name]) => !names.has(name.toLowerCase()) && random.onceIn(2));
}

/** The same media type in other letters, with spaces and quotation marks. */
export function spellMediaType(mediaType: string, random: Random): string {
  const [type = '', ...parameters] = mediaType.split(';').map((part) => part.trim());
  const spelled = parameters.map((parameter) => spellParameter(parameter, random));
  // JSON is always in UTF-8, whether the type says so or not.
  const isBare = parameters.length === 0 && /^application\/json$/i.test(type);
  const added = isBare && random.onceIn(2) ? [spellParameter('charset=utf-8', random)] : [];
  return [recase(type, random), ...spelled, ...added].join(random.pick([';', '; ', ' ; ']));
}

function spellParameter(parameter: string, random: Random): string {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(parameter) ?? [];
  if (name === '') return parameter;
  // Of other parameters it depends on the type whether case matters.
  const text = /^charset$/i.test(name) ? recase(value, random) : value;
  const isToken = /^[\w!#$%&'*+.^`|~-]+$/.test(text);
  return `${recase(name, random)}=${isToken && random.onceIn(2) ? `"${text}"` : text}`;
}

/** The same letters in another case. */
export function recase(text: string, random: Random): string {
  return random.pick([
    () => text,
    () => text.toLowerCase(),
    () => text.toUpperCase(),
    () => text.toLowerCase().replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    () => text.replace(/[a-z]/gi, (letter) => (random.onceIn(2) ? letter.toUpperCase() : letter.toLowerCase())),
  ])();
}
