import { describe, expect, it } from '@jest/globals';
import { createScenarioMock, type ScenarioMock } from './create-scenario-mock.ts';
import { expectSame } from './expect-same.ts';
import { fc } from './properties.ts';
import { runs } from './runs.ts';

import { frameMutations, innerMutations, type Mutation, mutations, within } from './token-mutations.ts';

const NUM_RUNS = runs(5000);
const HOUR = 3_600_000;
const SYDNEY = '/billing/sites/site-acme-sydney/customers';
const VERSION = { 'Pyng-Api-Version': 'urn:pyng:api:billing:version:v1' };
const INVALID_LINK = {
  code: 'urn:pyng:platform:billing:error:customers:invalid-pagination-link',
  displayMessage: 'The pagination link is not valid. Restart pagination from the first page.',
};
const INVALID_OFFSET = {
  error: { code: 'invalid_offset', message: 'The offset is not valid for this search. Start again without it.' },
};

/** A link or token that the mock gave out, and whether it leads back. */
interface Given {
  readonly link: string;
  readonly token: string;
  readonly isBackward: boolean;
}

const pyng = createScenarioMock('pyng', 'demo');
const acme = { ...pyng.headersOf('acme'), ...VERSION };
const links = [
  '?limit=2',
  '?limit=7&state=linked',
  '?limit=1&state=invited',
  '?invitedFrom=1777000000000&limit=3',
  '?limit=5&invitedTo=1777939199000&state=linked',
]
  .flatMap((query) => collectLinks(`http://mock.test${SYDNEY}${query}`))
  .slice(0, 60);

const wingback = createScenarioMock('wingback', 'demo');
const wingbackHeaders = wingback.headersOf('acme');
const tokens = ['limit=2', 'limit=5&status=active', 'limit=3&listed=true', 'limit=1&status=inactive']
  .flatMap((query) => collectTokens(query))
  .slice(0, 60);

function collectLinks(url: string, steps = 6): readonly Given[] {
  const { nextHref, prevHref } = (pyng.send(url, { headers: acme }).body as { data: Record<string, string> }).data;
  const given = [nextHref, prevHref].flatMap((link, index) =>
    link === undefined ? [] : [describeLink(link, index === 1)],
  );
  return nextHref === undefined || steps === 0 ? given : [...given, ...collectLinks(nextHref, steps - 1)];
}

function describeLink(link: string, isBackward: boolean): Given {
  return { link, isBackward, token: new URL(link).searchParams.get('cursor') ?? '' };
}

function collectTokens(query: string, offset = '', steps = 6): readonly Given[] {
  const link = `/v1/c/customer?${query}`;
  const { body } = wingback.send(link + offset, { headers: wingbackHeaders });
  const { first, last, forward, backward } = body as Record<string, string>;
  const given = [first, forward, last, backward].flatMap((token, index) =>
    token === undefined ? [] : [{ link, token, isBackward: index > 1 }],
  );
  return forward === undefined || steps === 0
    ? given
    : [...given, ...collectTokens(query, `&offset=${encodeURIComponent(forward)}`, steps - 1)];
}

function sendLink(
  url: URL,
  headers: Readonly<Record<string, string>> = acme,
  scenario: ScenarioMock = pyng,
): readonly unknown[] {
  const { status, body } = scenario.send(url.href, { headers });
  return status === 200 ? [200] : [status, (body as { errors: unknown }).errors];
}

function refused(isBackward: boolean): readonly unknown[] {
  return [400, [{ ...INVALID_LINK, target: isBackward ? 'prevHref' : 'nextHref' }]];
}

/** Sends a link with something about it changed. */
function sendChanged(
  given: Given,
  change: (url: URL) => void,
  headers: Readonly<Record<string, string>> = acme,
): readonly unknown[] {
  const url = new URL(given.link);
  change(url);
  return sendLink(url, headers);
}

function mutateAny(given: readonly Given[], some: fc.Arbitrary<Mutation>): fc.Arbitrary<readonly [Given, string]> {
  const known = new Set(given.map(({ token }) => token));
  return fc
    .tuple(fc.constantFrom(...given), fc.constantFrom(...given), some)
    .map(([one, other, mutate]) => [one, mutate(one.token, other.token)] as const)
    .filter(([, token]) => !known.has(token));
}

describe('the links of Pyng', () => {
  it('are there in both directions', () => {
    expect(links.filter(({ isBackward }) => isBackward).length).toBeGreaterThan(15);
    expect(links.filter(({ isBackward }) => !isBackward).length).toBeGreaterThan(15);
    for (const { link } of links) expectSame(sendLink(new URL(link)), [200]);
  });

  it('are refused when their token was altered, whatever was done to it', () => {
    const some = fc.oneof(
      { weight: 2, arbitrary: mutations },
      { weight: 2, arbitrary: within(innerMutations) },
      frameMutations,
    );
    fc.assert(
      fc.property(mutateAny(links, some), ([given, token]) => {
        expectSame(
          sendChanged(given, (url) => url.searchParams.set('cursor', token)),
          refused(false),
        );
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('are refused when broken escapes stand in them', () => {
    for (const broken of ['%', '%3', '%zz', '%C3', '%FF%FE', '%00', '%ED%A0%80', '+', '%20']) {
      for (const given of links.slice(0, 6)) {
        const url = given.link.replace(/cursor=(.{20})/, `cursor=$1${broken}`);
        const { status, body } = pyng.send(url, { headers: acme });
        expectSame([status, (body as { errors: unknown }).errors], refused(false));
      }
    }
  });

  describe.each([
    ['next', links.filter(({ isBackward }) => !isBackward)],
    ['previous', links.filter(({ isBackward }) => isBackward)],
  ])('to a %s page', (direction, some) => {
    const refusal = refused(direction === 'previous');

    it.each<[string, (url: URL) => void]>([
      [
        'other filters',
        (url) => url.searchParams.set('state', url.searchParams.get('state') === 'linked' ? 'invited' : 'linked'),
      ],
      ['a further filter', (url) => url.searchParams.set('invitedFrom', '5')],
      [
        'another site of the tenant',
        (url) => {
          url.pathname = url.pathname.replace('sydney', 'perth');
        },
      ],
    ])('are refused with %s', (_, change) => {
      for (const given of some) expectSame(sendChanged(given, change), refusal);
    });

    it('are refused without their filters', () => {
      const filtered = some.filter(({ link }) => link.includes('state='));
      expect(filtered.length).toBeGreaterThan(3);
      for (const given of filtered)
        expectSame(
          sendChanged(given, (url) => url.searchParams.delete('state')),
          refusal,
        );
    });

    it('are refused to another tenant at a site of its own', () => {
      const globex = { ...pyng.headersOf('globex'), ...VERSION };
      const move = (url: URL): void => {
        url.pathname = '/billing/sites/site-globex-hobart/customers';
      };
      for (const given of some) expectSame(sendChanged(given, move, globex), refusal);
    });

    it('are refused once they have expired, and not a moment earlier', () => {
      const { now } = pyng.mock.state.scenario;
      pyng.setTime(now + 24 * HOUR - 1);
      for (const { link } of some) expectSame(sendLink(new URL(link)), [200]);
      pyng.setTime(now + 24 * HOUR);
      for (const { link } of some) expectSame(sendLink(new URL(link)), refusal);
      pyng.setTime(now);
    });

    it('are followed with another limit, or their parameters in another order', () => {
      for (const given of some) {
        expectSame(
          sendChanged(given, (url) => url.searchParams.set('limit', '100')),
          [200],
        );
        expectSame(
          sendChanged(given, (url) => {
            url.search = String(new URLSearchParams([...url.searchParams].reverse()));
          }),
          [200],
        );
        expect(sendChanged(given, (url) => url.searchParams.set('limit', '101'))[0]).toBe(400);
      }
    });

    it('are not looked at before the request is allowed', () => {
      const foreign = (url: URL): void => {
        url.pathname = '/billing/sites/site-globex-hobart/customers';
      };
      for (const given of some) {
        expect(sendChanged(given, () => undefined, VERSION)[0]).toBe(401);
        expect(sendChanged(given, foreign)[0]).toBe(403);
      }
    });
  });

  it('are refused when their token comes twice', () => {
    for (const given of links)
      expectSame(
        sendChanged(given, (url) => url.searchParams.append('cursor', given.token)),
        refused(false),
      );
  });

  it('are refused by a mock with another key', () => {
    const other = createScenarioMock('pyng', 'demo', { key: 'another key' });
    for (const { link } of links) expectSame(sendLink(new URL(link), acme, other), refused(false));
  });

  it('take no token of another contract', () => {
    for (const { token } of tokens)
      expectSame(
        sendChanged(links[0] as Given, (url) => url.searchParams.set('cursor', token)),
        refused(false),
      );
  });
});

describe('the tokens of Wingback', () => {
  function sendToken(
    given: Given,
    token: string,
    more = '',
    headers: Readonly<Record<string, string>> = wingbackHeaders,
  ): readonly unknown[] {
    const { status, body } = wingback.send(`${given.link}&offset=${encodeURIComponent(token)}${more}`, { headers });
    return status === 200 ? [200] : [status, body];
  }

  it('are accepted, in either direction', () => {
    for (const given of tokens) {
      for (const more of ['', '&direction=forward', '&direction=backward'])
        expectSame(sendToken(given, given.token, more), [200]);
    }
  });

  it('are refused when they were altered, whatever was done to them', () => {
    fc.assert(
      fc.property(mutateAny(tokens, fc.oneof(mutations, innerMutations, frameMutations)), ([given, token]) => {
        expectSame(sendToken(given, token), [400, INVALID_OFFSET]);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it.each(['&metadata[0]=segment', '&email=a%40b.example', '&payment_status=paid', '&plan=x', '&customer_reference='])(
    'are refused with the further filter %s',
    (more) => {
      for (const given of tokens) expectSame(sendToken(given, given.token, more), [400, INVALID_OFFSET]);
    },
  );

  it('are refused with another value of their filter, and without it', () => {
    for (const given of tokens.filter(({ link }) => link.includes('status='))) {
      for (const link of [
        given.link.replace(/status=\w+/, 'status=temporary'),
        given.link.replace(/&status=\w+/, ''),
      ]) {
        expectSame(sendToken({ ...given, link }, given.token), [400, INVALID_OFFSET]);
      }
    }
  });

  it('are refused to another tenant', () => {
    for (const given of tokens)
      expectSame(sendToken(given, given.token, '', wingback.headersOf('globex')), [400, INVALID_OFFSET]);
  });

  it('never expire', () => {
    const { now } = wingback.mock.state.scenario;
    wingback.setTime(now + 24 * 365 * HOUR);
    for (const given of tokens) expectSame(sendToken(given, given.token), [200]);
    wingback.setTime(now);
  });
});
