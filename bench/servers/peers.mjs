/** Other mock servers, by the first argument: each over BENCH_ROWS rows or the one page, with its defaults and no log. */
import { createServer } from 'node:http';
import { listen, multiplyRows, readPage } from './page.mjs';

const SERVERS = {
  /** json-server 0.17 over BENCH_ROWS rows, with its own defaults but without its request log. */
  async 'json-server'() {
    const { default: jsonServer } = await import('json-server');
    const app = jsonServer.create();
    app.use(jsonServer.defaults({ logger: false }));
    app.use(jsonServer.router({ customers: multiplyRows() }));
    listen(createServer(app));
  },
  /** Mockoon's runtime: a CRUD route over a data bucket of BENCH_ROWS rows, with its defaults and no log. */
  async mockoon() {
    const { default: commons } = await import('@mockoon/commons');
    const { default: server } = await import('@mockoon/commons-server');
    const bucket = { ...commons.DataBucketDefault, id: 'rows', name: 'customers', value: JSON.stringify(multiplyRows()) };
    const answer = {
      ...commons.RouteResponseDefault,
      default: true,
      bodyType: 'DATABUCKET',
      databucketID: bucket.id,
      disableTemplating: true,
    };
    const route = { ...commons.RouteDefault, type: 'crud', method: '', endpoint: 'customers', responses: [answer] };
    const environment = {
      ...commons.EnvironmentDefault,
      routes: [route],
      rootChildren: [{ type: 'route', uuid: route.uuid }],
      data: [bucket],
    };

    const mockoon = new server.MockoonServer(environment);
    mockoon.on('error', (code, error) => {
      console.error(`error ${code}: ${error?.message ?? ''}`);
      process.exit(1);
    });
    listen(createServer(mockoon.createRequestListener()));
  },
  /** Prism 5 in static mode: the page is the example of the operation's response; its log is off. */
  async prism() {
    const { default: httpParts } = await import('@stoplight/prism-http');
    const { default: serverParts } = await import('@stoplight/prism-http-server');
    const { default: coreParts } = await import('@stoplight/prism-core');
    const { body, rows } = readPage();
    const query = (name) => ({ name, in: 'query', schema: { type: 'integer', minimum: 1 } });
    const document = {
      openapi: '3.0.3',
      info: { title: 'Customers', version: '1' },
      paths: {
        '/customers/': {
          get: {
            parameters: [query('page'), query('page_size')],
            responses: {
              200: {
                description: 'A page of customers',
                content: {
                  'application/json': {
                    schema: { type: 'object', properties: { results: { type: 'array', items: { type: 'object' }, minItems: rows.length } } },
                    example: JSON.parse(body.toString('utf8')),
                  },
                },
              },
            },
          },
        },
      },
    };

    const operations = await httpParts.getHttpOperationsFromSpec(document);
    const server = serverParts.createServer(operations, {
      cors: true,
      config: {
        isProxy: false,
        mock: { dynamic: false },
        validateRequest: true,
        validateResponse: true,
        checkSecurity: true,
        errors: false,
        upstreamProxy: undefined,
      },
      components: { logger: coreParts.createLogger('bench', { level: 'silent' }) },
    });
    console.log(await server.listen(Number(process.env.PORT ?? 0), '127.0.0.1'));
  },
};

await SERVERS[process.argv[2]]();
