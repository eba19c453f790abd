import { connect } from 'node:net';

/**
 * Sends bytes to a server as they are.
 *
 * @param until - what to wait for; without it, the end of the connection
 * @returns all that came back
 */
export function exchangeRaw(url: string, sent: string, until?: RegExp): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(sent, 'latin1'));
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      received += String(text);
      if (until?.test(received)) socket.destroy();
    });
    // A server that has said what it has to say may reset the connection.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(received));
  });
}

/** A GET request as text. */
export function writeGet(path: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ Host: '127.0.0.1', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
