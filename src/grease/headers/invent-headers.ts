import type { Headers } from '../../mock/message.ts';
import type { Dice } from '../create-dice.ts';

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
