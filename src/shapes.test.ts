import { describe, expect, it } from '@jest/globals';
import { readField } from './contract/field-values.ts';
import { packageFile } from './contract/package-file.ts';
import { createMock, type Mock } from './server/mock.ts';
import { VALID_CONTRACT, writeContract } from './testing/write-contract.ts';

type Body = Readonly<Record<string, unknown>>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

const at = (value: unknown, path: string): unknown => readField(value, path.split('.'))[0];
const idsOf = (items: unknown, path = 'id'): readonly unknown[] => (items as Body[]).map((item) => at(item, path));

/** What the examples under examples/ are asked beside a walk to the end. */
describe('shapes of lists', () => {
  async function open(name: string): Promise<Mock> {
    return createMock({ contract: packageFile('examples', `${name}.yaml`), listen: false });
  }

  async function ask(mock: Mock, query = '', init: RequestInit = {}): Promise<Answer> {
    const url = new URL(mock.listUrl);
    if (query !== '') url.search += `${url.search === '' ? '' : '&'}${query}`;
    const response = await mock.handle(
      new Request(url, { ...init, headers: { ...mock.headers, ...(init.headers as object) } }),
    );
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) as Body };
  }

  const post = (mock: Mock, body: unknown): Promise<Answer> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return ask(mock, '', { method: 'POST', body: text, headers: { 'content-type': 'application/json' } });
  };

  describe('with the key of a row as position', () => {
    it('lead back from where they came', async () => {
      await using mock = await open('last-id');
      const first = await ask(mock, 'limit=5');
      const second = await ask(mock, `limit=5&starting_after=${idsOf(first.body['data']).at(-1)}`);
      const back = await ask(mock, `limit=5&ending_before=${idsOf(second.body['data'])[0]}`);
      expect(back.body['data']).toEqual(first.body['data']);
    });

    it('reject a row that is not there, two rows at once, and a value outside its enum, each in the form of the document', async () => {
      await using mock = await open('last-id');
      const [id] = idsOf((await ask(mock)).body['data']);
      for (const query of ['starting_after=ch_none', `starting_after=${id}&ending_before=${id}`, 'currency=gbp']) {
        const { status, body } = await ask(mock, query);
        expect([status, at(body, 'error.type')]).toEqual([400, 'api_error']);
      }
    });

    it('know a value that means all', async () => {
      await using mock = await open('last-id');
      const [all, plain, some] = await Promise.all(
        ['currency=any', '', 'currency=eur'].map((query) => ask(mock, query)),
      );
      expect(all?.body).toEqual(plain?.body);
      expect(new Set(idsOf(some?.body['data'], 'currency'))).toEqual(new Set(['eur']));
    });

    it('stay where they are when the row of a number is gone', async () => {
      await using mock = await open('changes-for-ever');
      const all = idsOf((await ask(mock, 'limit=500')).body['items'], 'modified') as number[];
      const [first = 0, second = 0, third] = all;
      mock.rows.remove(String(second));
      const answers = await Promise.all(
        [`${first - 1}`, `${second}`].map((id) => ask(mock, `limit=1&afterChangeNumber=${id}`)),
      );
      expect(answers.map(({ body }) => idsOf(body['items'], 'modified'))).toEqual([[first], [third]]);
      expect((await ask(mock, 'afterChangeNumber=soon')).status).toBe(400);
    });

    it('go on for ever where the document says so', async () => {
      await using mock = await open('changes-for-ever');
      const { body } = await ask(mock, 'limit=500');
      const end = await mock.handle(new Request(String(body['next'])));
      const last = JSON.parse(await end.text()) as Body;
      expect(last).toEqual({ ...last, items: [], next: body['next'] });
    });
  });

  describe('with links in a header', () => {
    it('have all of them, and none where one page is enough', async () => {
      await using mock = await open('link-header');
      const { headers } = await ask(mock, 'per_page=7&page=3&state=open');
      const rels = [...(headers.get('link') ?? '').matchAll(/[?&]page=(\d+)[^>]*>; rel="(\w+)"/g)];
      expect(rels.map(([, page, rel]) => `${rel} ${page}`)).toEqual(
        expect.arrayContaining(['next 4', 'prev 2', 'first 1']),
      );
      expect(headers.get('link')).toContain('state=open');
      const whole = await ask(mock, 'per_page=100');
      expect(whole.headers.get('link') ?? '').not.toMatch(/next|prev/);
    });

    it('are the same for HEAD', async () => {
      await using mock = await open('link-header');
      const [head, get] = await Promise.all(
        ['HEAD', 'GET'].map((method) => mock.handle(new Request(mock.listUrl, { method, headers: mock.headers }))),
      );
      expect(head?.headers.get('link')).toBe(get?.headers.get('link'));
      expect(head?.headers.get('x-total-count')).toBe(get?.headers.get('x-total-count'));
    });

    it('sort by public names, in the direction of another parameter', async () => {
      await using mock = await open('link-header');
      const times = async (query: string): Promise<readonly unknown[]> => {
        return idsOf((await ask(mock, `per_page=100&${query}`)).body, 'updated_at');
      };
      const [down, up] = await Promise.all([times('sort=updated'), times('sort=updated&direction=asc')]);
      expect(up).toEqual([...(up ?? [])].sort());
      expect(down).toEqual([...(up ?? [])].reverse());
    });

    it('take a list as the document writes it, and reject what its items may not be', async () => {
      await using mock = await open('link-header');
      const { body } = await ask(mock, 'per_page=100&labels=bug,idea');
      for (const item of body as unknown as Body[]) {
        expect((item['labels'] as string[]).some((label) => label === 'bug' || label === 'idea')).toBe(true);
      }
      expect((await ask(mock, 'state=bogus')).status).toBe(422);
      expect((await ask(mock, 'direction=up')).body).toEqual({ message: 'Validation failed' });
    });
  });

  describe('by POST', () => {
    it('reject what is no JSON, what is of another type, and what an enum does not have', async () => {
      await using mock = await open('post-search');
      const bodies = [
        '{"options":',
        '[]',
        { options: { limit: '5' } },
        { options: { limit: 0 } },
        { options: { cursor: 7 } },
        { options: { cursor: 'made up' } },
        { filter: { status: ['lost'] } },
        { filter: { status: 'paid' } },
      ];
      for (const body of bodies) {
        const { status, body: error } = await post(mock, body);
        expect([body, status, Object.keys(error)]).toEqual([body, 400, ['error_code', 'error_message']]);
      }
    });

    it('read filters from the body and nothing from the query, and tell bodies apart', async () => {
      await using mock = await open('post-search');
      const all = await post(mock, {});
      const some = await post(mock, { filter: { status: ['paid', 'draft'] }, options: { limit: 100, cursor: null } });
      expect(new Set(idsOf(some.body['invoices'], 'status'))).toEqual(new Set(['paid', 'draft']));
      const queried = await ask(mock, 'options%2Flimit=1', { method: 'POST', body: '{}' });
      expect(queried.body).toEqual(all.body);
      expect((await post(mock, '')).body).toEqual(all.body);
      expect((await ask(mock)).status).toBe(405);
    });
  });

  describe('with tokens of items', () => {
    const cursors = ({ body }: Answer): readonly string[] => idsOf(body['edges'], 'cursor') as string[];
    const names = ({ body }: Answer): readonly unknown[] => idsOf(body['edges'], 'node.id');

    it('go on behind any of them, forward and backward, with a size for each', async () => {
      await using mock = await open('edges');
      const first = await ask(mock, 'first=6');
      expect(at(first.body, 'pageInfo.startCursor')).toBe(cursors(first)[0]);
      expect(at(first.body, 'pageInfo.endCursor')).toBe(cursors(first)[5]);
      const behind = await ask(mock, `first=3&after=${cursors(first)[2]}`);
      expect(names(behind)).toEqual(names(first).slice(3));
      const before = await ask(mock, `last=2&before=${cursors(first)[4]}`);
      expect(names(before)).toEqual(names(first).slice(2, 4));
      expect(before.body['pageInfo']).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    });

    it('begin at the end when only the size of pages backward is sent', async () => {
      await using mock = await open('edges');
      const all = mock.rows.list({ limit: 1000 }).rows.map((row) => at(row, 'node.id'));
      const end = await ask(mock, 'last=4');
      expect(names(end)).toHaveLength(4);
      expect(end.body['pageInfo']).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
      const rest = await ask(mock, `last=50&before=${at(end.body, 'pageInfo.startCursor')}`);
      expect([...names(rest), ...names(end)].sort()).toEqual(all.sort());
    });

    it('reject what speaks of both directions', async () => {
      await using mock = await open('edges');
      const [token = ''] = cursors(await ask(mock));
      for (const query of [
        'first=2&last=2',
        `first=2&before=${token}`,
        `last=2&after=${token}`,
        `after=${token}&before=${token}`,
      ]) {
        const response = await mock.handle(new Request(`${mock.listUrl}?${query}`, { headers: mock.headers }));
        expect([query, response.status]).toEqual([query, 400]);
      }
    });
  });

  it('are read in two ways, and with the default of a filter that is not sent', async () => {
    await using mock = await open('page-or-token');
    const first = await ask(mock, 'maxResults=5');
    const [byToken, byNumber, active] = await Promise.all(
      [`pageToken=${first.body['nextPageToken']}`, 'startIndex=5', 'startIndex=5&state=active'].map((query) =>
        ask(mock, `maxResults=5&${query}`),
      ),
    );
    expect(byNumber?.body).toEqual(byToken?.body);
    expect(active?.body['volumes']).toEqual(byToken?.body['volumes']);
    expect(new Set(idsOf(first.body['volumes'], 'state'))).toEqual(new Set(['active']));
    const archived = await ask(mock, 'state=archived&maxResults=40');
    expect(new Set(idsOf(archived.body['volumes'], 'state'))).toEqual(new Set(['archived']));
    expect((await ask(mock, `startIndex=5&pageToken=${first.body['nextPageToken']}`)).status).toBe(400);
    expect((await ask(mock, 'startIndex=5000')).body['volumes']).toEqual([]);
  });

  it('have tokens that are integers, which nobody else can make', async () => {
    await using mock = await open('integer-marker');
    const { status, body } = await ask(mock, 'limit=3');
    const marker = body['next_marker'] as number;
    expect([status, Number.isSafeInteger(marker)]).toEqual([206, true]);
    const at2 = (value: unknown): Promise<Response> =>
      mock.handle(new Request(`${mock.listUrl.split('?')[0]}?limit=3&marker=${value}`, { headers: mock.headers }));
    expect((await at2(marker)).status).toBe(206);
    for (const made of [marker + 2, marker - 2, 1, -marker, `${marker}.0`, `0${marker}`, 'x', 2 ** 60]) {
      expect([made, (await at2(made)).status]).toEqual([made, 400]);
    }
    const missing = await mock.handle(new Request(String(mock.listUrl.split('?')[0]), { headers: mock.headers }));
    expect(missing.status).toBe(400);
  });

  it('are one page where the document has no others', async () => {
    const text = VALID_CONTRACT.replace(/\n {8}page:[\s\S]*?(?=\n {8}\w)/, '\n        page: { style: all }');
    await using mock = await createMock({ contract: writeContract(text), listen: false, size: 1500 });
    expect(mock.contracts[0]?.style).toBe('all');
    const { body } = await ask(mock);
    expect(body['things']).toHaveLength(1500);
  });

  it('take a form for a body as well', async () => {
    await using mock = await open('post-search');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const form = await ask(mock, '', { method: 'POST', body: 'filter%2Fstatus=paid&filter%2Fstatus=open', headers });
    expect(form.body).toEqual((await post(mock, { filter: { status: ['paid', 'open'] } })).body);
  });

  it('begin at 0 or at 1, as the parameter does', async () => {
    await using pages = await open('pages-from-zero');
    expect((await ask(pages, 'page=0')).body).toEqual((await ask(pages)).body);
    expect((await ask(pages, 'page=-1')).status).toBe(400);
    await using rows = await open('scim');
    const [first] = idsOf((await ask(rows, 'startIndex=1')).body['Resources']);
    expect(idsOf((await ask(rows)).body['Resources'])[0]).toBe(first);
    expect((await ask(rows, 'startIndex=0')).status).toBe(400);
  });

  it('sort by words behind a field', async () => {
    await using mock = await open('pages-from-zero');
    const totals = idsOf((await ask(mock, 'size=50&sort=total,desc&sort=id,asc')).body['content'], 'total') as number[];
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
  });

  it('have a total when it is asked for', async () => {
    await using mock = await open('odata');
    expect(Object.keys((await ask(mock, '$top=1')).body)).toEqual(['@odata.nextLink', 'value']);
    expect((await ask(mock, '$top=1&$count=true')).body['@odata.count']).toBeGreaterThan(1);
    expect((await ask(mock, '$count=maybe')).body).toEqual({ error: { code: '400', message: 'Invalid parameter' } });
  });

  it('have the sizes of an enum, and no others', async () => {
    await using mock = await open('json-api');
    expect(((await ask(mock, 'page[size]=25')).body['data'] as unknown[]).length).toBe(25);
    const { status, body, headers } = await ask(mock, 'page[size]=13');
    expect([status, headers.get('content-type'), Object.keys(body)]).toEqual([
      400,
      'application/vnd.api+json',
      ['errors'],
    ]);
    expect((await ask(mock, 'page[number]=99')).status).toBe(404);
    const live = await ask(mock, 'filter[status]=live');
    expect(new Set(idsOf(live.body['data'], 'attributes.status'))).toEqual(new Set(['live']));
  });

  it('open to any of several credentials, and to a key in the query', async () => {
    await using directory = await open('scim');
    const [tenant] = directory.contracts.flatMap(({ credentials }) => credentials);
    const token = tenant?.headers['Authorization'] ?? '';
    const basic = token.replace('Bearer', 'Basic').replace('oauth', 'basic');
    expect((await ask(directory, '', { headers: { Authorization: basic } })).status).toBe(200);
    const refused = await ask(directory, '', { headers: { Authorization: 'Basic nobody' } });
    expect([refused.status, refused.body['status']]).toEqual([401, '401']);
    await using books = await open('page-token');
    const bare = await books.handle(new Request(books.listUrl.split('?')[0] ?? ''));
    expect(JSON.parse(await bare.text())).toMatchObject({ code: 401 });
  });
});
