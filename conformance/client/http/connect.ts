import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Settings } from '../read-settings.ts';
import type { TargetLocation } from '../target.ts';
import type { BaseUrl } from '../url/base-url.ts';
import { openApp } from './open-app.ts';
import type { Transport } from './send-once.ts';

/** A target that can be reached. */
export interface Connection {
  readonly base: BaseUrl;
  readonly transport: Pick<Transport, 'agent' | 'trustLoopback'>;
  close(): Promise<void>;
}

/**
 * Makes a target reachable: starts an app, and prepares connections that are kept.
 *
 * @throws TargetError `unreachable` when an app cannot listen
 */
export async function connect({ app }: TargetLocation, { base, concurrency }: Settings): Promise<Connection> {
  if (app === undefined && base === undefined) throw new TypeError('there is nothing to connect to');
  const opened = app === undefined ? undefined : await openApp(app);
  const place = (opened?.base ?? base) as BaseUrl;
  const Agent = place.origin.startsWith('https:') ? HttpsAgent : HttpAgent;
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  return {
    base: place,
    transport: { agent, trustLoopback: opened !== undefined },
    async close() {
      agent.destroy();
      await opened?.close();
    },
  };
}
