import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import type express from 'express';

interface ExpressModule {
  readonly default: typeof express;
}

/** What Express consists of, in parts that take some 30 ms each to load. */
const PARTS = ['debug', 'router', 'qs', 'type-is', 'body-parser', 'send'];

let loading: Promise<ExpressModule> | undefined;

/** Loads Express when it is first needed, part by part: other requests are served in between. */
export function loadExpress(): Promise<ExpressModule> {
  loading ??= loadParts().then(() => import('express'));
  return loading;
}

async function loadParts(): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  const load = createRequire(resolve('express'));
  for (const part of PARTS) {
    try {
      load(part);
    } catch {
      // Another version may have other parts: what is missing here is loaded with the whole.
    }
    await setImmediate();
  }
}
