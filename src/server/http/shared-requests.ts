import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type MockRequest, SharedRequest } from '../../mock/message.ts';
import { isHost, type OriginReader } from './origin.ts';
import { type RequestReader, toMockRequest } from './request.ts';

/** Makes one object of requests that are alike. */
export interface RequestSharing {
  /** What a server may make of requests, as `http.createServer` takes it: headers that are sent alike are then read once. */
  readonly IncomingMessage: typeof IncomingMessage;
  /** Of messages of any class. */
  readonly read: RequestReader;
}

/** How many requests are kept, and how long their headers and their URLs may be, in characters. */
const MAX_KEPT = 1000;
const MAX_LENGTH = 2048;

/** The headers of requests that are alike, up to their URL. */
interface SharedHead {
  /** The heads that it is one of: they are all forgotten together. */
  readonly heads: ReadonlyMap<string, SharedHead>;
  /** Names and values in turn, as they were sent. */
  readonly raw: readonly string[];
  readonly headers: IncomingMessage['headers'];
  /** Without a valid host, the origin of requests is the address of their socket. */
  readonly hasHost: boolean;
  readonly requests: Map<string, MockRequest>;
}

/** A client sends the same headers with each request, mostly. */
const LAST = Symbol('the head that came last');

interface Connection extends Socket {
  [LAST]?: SharedHead;
}

/** Where headers are read: those of a message that is shared, or the message's own. */
const parsed = Object.getOwnPropertyDescriptor(IncomingMessage.prototype, 'headers') as Required<PropertyDescriptor>;

/** Shares requests that are alike when they come here, whatever an application has made of them before. */
export function createRequestSharing(readOrigin: OriginReader): RequestSharing {
  let heads = new Map<string, SharedHead>();
  let count = 0;

  /** With the head that others had before it, if it may be shared. */
  class SharedMessage extends IncomingMessage {
    declare head: SharedHead | undefined;
    declare own: IncomingMessage['headers'] | undefined;
  }

  Object.defineProperty(SharedMessage.prototype, 'headers', {
    configurable: true,
    get(this: SharedMessage) {
      this.head ??= this.own === undefined && this.method === 'GET' ? findHead(this) : undefined;
      if (this.head !== undefined) return this.head.headers;
      this.own ??= parsed.get.call(this) as IncomingMessage['headers'];
      return this.own;
    },
    set(this: SharedMessage, headers: IncomingMessage['headers']) {
      this.head = undefined;
      this.own = headers;
    },
  });

  /** @param read - the headers of a message that a larger application has received, and may have changed */
  function findHead(message: IncomingMessage, read?: IncomingMessage['headers']): SharedHead | undefined {
    const { rawHeaders } = message;
    const socket: Connection & { readonly encrypted?: unknown } = message.socket;
    const last = socket[LAST];
    if (last?.heads === heads) {
      if (read === undefined ? areEqual(last.raw, rawHeaders) : haveEqual(last.headers, read)) return last;
    }
    // No line break stands in any of these.
    const key = read === undefined ? rawHeaders.join('\n') : JSON.stringify([socket.encrypted === true, read]);
    if (key.length > MAX_LENGTH) return undefined;
    const head = heads.get(key) ?? keepHead(key, message, read);
    socket[LAST] = head;
    return head;
  }

  function keepHead(key: string, message: IncomingMessage, read: IncomingMessage['headers'] | undefined): SharedHead {
    makeRoom();
    // What was read, the application may change later.
    const headers = read === undefined ? (parsed.get.call(message) as IncomingMessage['headers']) : { ...read };
    const hasHost = isHost(headers.host ?? '');
    const head: SharedHead = { heads, raw: message.rawHeaders, headers, hasHost, requests: new Map() };
    heads.set(key, head);
    return head;
  }

  /** Whoever sends the same again and again soon has it kept again. */
  function makeRoom(): void {
    count += 1;
    if (count <= MAX_KEPT) return;
    heads = new Map();
    count = 1;
  }

  function read(message: IncomingMessage): MockRequest {
    const { url = '/', baseUrl = '' } = message as IncomingMessage & { baseUrl?: string };
    let head: SharedHead | undefined;
    if (message instanceof SharedMessage) head = message.head;
    else if (message.method === 'GET') head = findHead(message, message.headers);
    const target = baseUrl === '' ? url : `${baseUrl} ${url}`;
    const known = head?.requests.get(target);
    if (known !== undefined) return known;
    const request = toMockRequest(message, readOrigin);
    if (!head?.hasHost || target.length > MAX_LENGTH) return request;
    const headers = request.headers === message.headers ? head.headers : request.headers;
    const shared = new SharedRequest({ ...request, headers });
    makeRoom();
    head.requests.set(target, shared);
    return shared;
  }

  return { IncomingMessage: SharedMessage, read };
}

function haveEqual(one: IncomingMessage['headers'], other: IncomingMessage['headers']): boolean {
  let more = 0;
  for (const name in other) {
    if (one[name] !== other[name]) return false;
    more += 1;
  }
  for (const _name in one) more -= 1;
  return more === 0;
}

function areEqual(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}
