import { describe, expect, it } from '@jest/globals';
import { readText } from '../mock/testing/read-body.ts';
import { type CheckedResponse, createScenarioMock, type ScenarioMock } from './create-scenario-mock.ts';
import { documentedPiriodCustomer, documentedWingbackCustomer } from './documented-examples.ts';

/** A body's text with the values that are the server's own taken out. */
function blank({ response }: CheckedResponse): string {
  return readText(response)
    .replaceAll(/"traceId":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/g, '"traceId":"T"')
    .replaceAll(/cursor=[A-Za-z0-9%]+/g, 'cursor=C');
}

describe('the requests of Pyng’s document', () => {
  const scenario = createScenarioMock('pyng', 'documented');
  const headers = { ...scenario.headersOf('acme'), 'Pyng-Api-Version': 'urn:pyng:api:billing:version:v1' };
  const LIST = 'https://sample.pyng.com.au/billing/sites/SITE-001/customers';

  function get(target: string): CheckedResponse {
    return scenario.send(target, { headers });
  }

  function linkOf(response: CheckedResponse, name: 'nextHref' | 'prevHref'): string {
    return (response.body as { data: Record<string, string> }).data[name] ?? '';
  }

  it('carry the token as the document spells it', () => {
    expect(headers).toMatchObject({ authorization: 'Bearer access_token' });
  });

  it('first page', () => {
    expect(blank(get(`${LIST}?limit=2`))).toBe(
      '{"data":{"items":[' +
        '{"customerReference":"ACME-002","state":"invited","invitedAt":1777852800000,"expiresAt":1778457600000},' +
        '{"customerReference":"ACME-001","state":"linked","invitedAt":1777680000000,"linkedAt":1777683600000}],' +
        '"totalItems":3,' +
        '"nextHref":"https://sample.pyng.com.au/billing/sites/SITE-001/customers?limit=2&cursor=C"},' +
        '"traceId":"T"}',
    );
  });

  it('next page, which is the last', () => {
    expect(blank(get(linkOf(get(`${LIST}?limit=2`), 'nextHref')))).toBe(
      '{"data":{"items":[' +
        '{"customerReference":"ACME-000","state":"linked","invitedAt":1776729600000,"linkedAt":1776816000000}],' +
        '"totalItems":3,' +
        '"prevHref":"https://sample.pyng.com.au/billing/sites/SITE-001/customers?limit=2&cursor=C"},' +
        '"traceId":"T"}',
    );
  });

  it('cursors have the form of the document’s', () => {
    const first = get(`${LIST}?limit=2`);
    const next = linkOf(first, 'nextHref');
    const previous = linkOf(get(next), 'prevHref');
    const read = (link: string): unknown =>
      JSON.parse(Buffer.from(new URL(link).searchParams.get('cursor') ?? '', 'base64').toString());
    expect(read(next)).toEqual({ v: 1, k: expect.any(String) });
    expect(read(previous)).toEqual({ v: 1, k: expect.any(String), d: 'prev' });
    for (const link of [next, previous]) {
      const raw = /cursor=(.*)$/.exec(link)?.[1] ?? '';
      expect(raw).toMatch(/^[A-Za-z0-9]+(%2B|%2F|%3D|[A-Za-z0-9])*$/);
      expect(decodeURIComponent(raw).length % 4).toBe(0);
    }
  });

  it('filter by state', () => {
    expect((get(`${LIST}?state=invited&limit=50`).body as { data: unknown }).data).toEqual({
      items: [expect.objectContaining({ customerReference: 'ACME-002' })],
      totalItems: 1,
    });
  });

  it('filter by date range', () => {
    expect((get(`${LIST}?invitedFrom=1777593600000&invitedTo=1777939199000`).body as { data: unknown }).data).toEqual({
      items: [
        expect.objectContaining({ customerReference: 'ACME-002' }),
        expect.objectContaining({ customerReference: 'ACME-001' }),
      ],
      totalItems: 2,
    });
  });

  it.each([
    'eyJ2IjoxLCJrIjoieFFwM21KOEx2VHl3In0%3D',
    'eyJ2IjoxLCJrIjoiYUg4eFJxNG5HVndsIiwiZCI6InByZXYifQ%3D%3D',
    'x',
    '',
  ])('invalid pagination link, with the cursor %p', (cursor) => {
    const response = get(`${LIST}?limit=2&cursor=${cursor}`);
    expect(response.status).toBe(400);
    expect(blank(response)).toBe(
      '{"errors":[{"code":"urn:pyng:platform:billing:error:customers:invalid-pagination-link",' +
        '"displayMessage":"The pagination link is not valid. Restart pagination from the first page.",' +
        '"target":"nextHref"}],"traceId":"T"}',
    );
  });
});

describe('the requests of Piriod’s document', () => {
  const scenario = createScenarioMock('piriod', 'documented');
  const headers = { ...scenario.headersOf('acme'), 'x-simple-workspace': 'acc_01H8XYZ123ABC' };

  function get(more: Record<string, string>): CheckedResponse {
    return scenario.send('https://api.piriod.com/customers/', { headers: { ...headers, ...more } });
  }

  // The example's count of 142 and its links to further pages are placeholders: it shows one customer.
  it('list customers', () => {
    const { status, body, response } = get({ 'x-piriod-test-mode': 'true' });
    expect(status).toBe(200);
    expect(body).toEqual({ count: 1, results: [documentedPiriodCustomer()], next: null, previous: null });
    const [row] = (body as { results: object[] }).results;
    expect(Object.keys(row ?? {})).toEqual(Object.keys(documentedPiriodCustomer()));
    expect(Object.keys(JSON.parse(readText(response)) as object).sort()).toEqual([
      'count',
      'next',
      'previous',
      'results',
    ]);
  });

  it('live customers only, without the header for test data', () => {
    expect(get({}).body).toEqual({ count: 0, results: [], next: null, previous: null });
  });

  it('missing credentials', () => {
    const { status, body } = get({ authorization: '' });
    expect([status, body]).toEqual([401, { detail: 'Authentication credentials were not provided.' }]);
  });
});

describe('the request of Wingback’s document', () => {
  const scenario = createScenarioMock('wingback', 'documented');

  // The example's numbers and tokens are placeholders: it shows one customer, so there is one page.
  it('search for customers', () => {
    const { status, body } = scenario.send('http://127.0.0.1:8080/v1/c/customer', {
      headers: scenario.headersOf('acme'),
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      current_page: 1,
      first: expect.any(String),
      hits: [documentedWingbackCustomer()],
      last: expect.any(String),
      total: 1,
      total_pages: 1,
    });
  });
});

describe('the requests of Devdraft’s document', () => {
  const scenario = createScenarioMock('devdraft', 'documented');

  function names(query: string): unknown {
    const { status, body } = scenario.send(`/api/v0/customers?${query}`, { headers: scenario.headersOf('acme') });
    expect(status).toBe(200);
    const { data, ...rest } = body as { data: { first_name: string }[] };
    return { ...rest, names: data.map((customer) => customer.first_name) };
  }

  it('has the page that the contract file shows, but for the number of further customers', () => {
    const { body } = scenario.send('/api/v0/customers?take=2', { headers: scenario.headersOf('acme') });
    expect(body).toEqual({ ...describedPage(scenario), total: 2 });
  });

  it('defaults', () => {
    expect(names('')).toEqual({ names: ['John', 'Johanna'], total: 2, skip: 0, take: 10 });
  });

  it('the example of each parameter', () => {
    expect(names('skip=20')).toEqual({ names: [], total: 2, skip: 20, take: 10 });
    expect(names('take=50')).toEqual({ names: ['John', 'Johanna'], total: 2, skip: 0, take: 50 });
    expect(names('status=ACTIVE')).toEqual({ names: ['John', 'Johanna'], total: 2, skip: 0, take: 10 });
    expect(names('name=John')).toEqual({ names: ['John'], total: 1, skip: 0, take: 10 });
    expect(names('email=john.doe@example.com')).toEqual({ names: ['John'], total: 1, skip: 0, take: 10 });
  });
});

function describedPage({ contract }: ScenarioMock): object {
  const responses = contract.document.components?.responses as Record<
    string,
    { content: Record<string, { examples: Record<string, { value: object }> }> }
  >;
  return responses['CustomerPage']?.content['application/json']?.examples['described']?.value ?? {};
}
