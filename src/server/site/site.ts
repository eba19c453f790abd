import type { ListMock } from '../../mock/list-mock.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';

/** What is served at one time: the lists of all contracts. When files are read again, a new site takes its place. */
export interface Site {
  /** In the order in which their contracts were given. */
  readonly lists: readonly ListMock[];
  /** Answers a request on the path of a list; `undefined` when it is not one. */
  answer(request: MockRequest): MockResponse | undefined;
  /** The operation that a path and method lead to, other than the lists' own answers. */
  findOperation(method: string, path: string): Operation | undefined;
}

/** Where the site that is served stands. */
export interface SiteHolder {
  site: Site;
}

/** One operation of a contract file. */
export interface Operation {
  /** A list of the same file; of a list's operation, that list. */
  readonly list: ListMock;
  /** Whether it is the list's own operation. */
  readonly isList: boolean;
  /** Its path template. */
  readonly template: string;
  /** Lower case, as the document has it: `get` for a HEAD request. */
  readonly method: string;
  /** What the document has on the path, upper case. */
  readonly methods: readonly string[];
}
