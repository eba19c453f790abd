/** Mockoon's runtime: a CRUD route over a data bucket of BENCH_ROWS rows, with its defaults and no log. */
import { createServer } from 'node:http';
import commons from '@mockoon/commons';
import server from '@mockoon/commons-server';
import { listen } from './listen.mjs';
import { multiplyRows } from './read-page.mjs';

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
