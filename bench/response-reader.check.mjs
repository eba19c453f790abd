import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ResponseReader } from './response-reader.mjs';

const FIXED = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nContent-Length: 11\r\n\r\nhello\r\n\r\nyo';
const EMPTY = 'HTTP/1.1 404 Not Found\r\ncontent-length:0\r\n\r\n';
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\nA\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n';

/** Reads a stream that is cut into pieces of one length, and returns what came out. */
function read(text, length) {
  const responses = [];
  const reader = new ResponseReader((status, body) => {
    responses.push([status, body?.toString()]);
    reader.keepNextBody();
  });
  reader.keepNextBody();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) reader.push(Buffer.from(bytes.subarray(at, at + length)));
  return responses;
}

describe('ResponseReader', () => {
  const stream = FIXED + EMPTY + CHUNKED + FIXED;
  const expected = [
    [200, 'hello\r\n\r\nyo'],
    [404, ''],
    [200, 'hello0123456789'],
    [200, 'hello\r\n\r\nyo'],
  ];

  it('reads the same responses wherever the stream is cut', () => {
    for (let length = 1; length <= stream.length; length += 1) assert.deepEqual(read(stream, length), expected, `pieces of ${length}`);
  });

  it('keeps no reference to bytes that may be overwritten', () => {
    const responses = [];
    const reader = new ResponseReader((status, body) => responses.push([status, body?.toString()]));
    reader.keepNextBody();
    const buffer = Buffer.from(FIXED);
    reader.push(buffer.subarray(0, 60));
    const rest = Buffer.from(buffer.subarray(60));
    buffer.fill(0);
    reader.push(rest);
    assert.deepEqual(responses, [[200, 'hello\r\n\r\nyo']]);
  });

  it('hands over a body only when asked', () => {
    const bodies = [];
    new ResponseReader((_status, body) => bodies.push(body)).push(Buffer.from(FIXED));
    assert.deepEqual(bodies, [undefined]);
  });

  it('refuses what is not HTTP/1.1 with a length', () => {
    const push = (text) => () => new ResponseReader(() => {}).push(Buffer.from(text));
    assert.throws(push('SSH-2.0-OpenSSH\r\n\r\n'), /not an HTTP\/1.1 response/);
    assert.throws(push('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n'), /neither/);
    assert.throws(push('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'), /chunk size/);
  });
});
