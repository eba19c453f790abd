import type { RequestListener } from 'node:http';
import type { ListMock } from '../../mock/list-mock.ts';

/** Makes a listener that answers as a list does. */
export function toListener(list: ListMock): RequestListener {
  return (incoming, outgoing) => {
    const [path = '', query = ''] = (incoming.url ?? '').split(/\?(.*)/s);
    const { headers, method = 'GET' } = incoming;
    const request = { method, path, query, headers, origin: `http://${headers.host}` };
    const response = list.handle(request) ?? list.fail('notFound', request);
    outgoing.writeHead(response.status, response.headers.flat());
    outgoing.end(method === 'HEAD' ? '' : Buffer.from(response.body, 'latin1'));
  };
}
