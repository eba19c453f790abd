import { createRequire } from 'node:module';
import type { PrismHttpInstance } from '@stoplight/prism-http';

type PrismHttp = typeof import('@stoplight/prism-http');
type Request = PrismHttpInstance['request'];

/** An operation as Prism sees it. */
export type PrismOperation = Parameters<Request>[1][number];
/** A request as Prism takes it. */
export type PrismInput = Parameters<Request>[0];
/** A response of Prism. */
export type PrismOutput = Extract<Awaited<ReturnType<ReturnType<Request>>>, { _tag: 'Right' }>['right'];
/** Prism's configuration for one request. */
export type PrismConfig = NonNullable<Parameters<Request>[2]>;

/** What is used of Prism. */
export interface PrismLibrary {
  readonly readOperations: PrismHttp['getHttpOperationsFromSpec'];
  readonly request: (
    input: PrismInput,
    operation: PrismOperation,
    config: PrismConfig,
  ) => ReturnType<ReturnType<Request>>;
  readonly toProblemJson: PrismHttp['ProblemJsonError']['toProblemJson'];
}

let loading: Promise<PrismLibrary> | undefined;

/** Loads Prism, once: it takes a third of a second and 65 MB, so only the first request that needs it waits for it. */
export function loadPrism(): Promise<PrismLibrary> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<PrismLibrary> {
  const http = requirePrismHttp();
  const core = await import('@stoplight/prism-core');
  const instance = http.createInstance(createConfig({ isChecked: true, mock: {} }), {
    logger: core.createLogger('pagewright', { level: 'silent' }),
    // The operation is known before Prism is called.
    route: ({ resources }) => ({ _tag: 'Right', right: resources[0] as PrismOperation }),
  });
  return {
    readOperations: http.getHttpOperationsFromSpec,
    request: (input, operation, config) => instance.request(input, [operation], config)(),
    toProblemJson: http.ProblemJsonError.toProblemJson,
  };
}

/**
 * Requires Prism with English as faker's only language. It uses no other, and the sixty of them take twice as long to load as all the
 * rest. For others who require the same faker, it stays as it is.
 */
function requirePrismHttp(): PrismHttp {
  const require = createRequire(import.meta.url);
  const ofPrism = createRequire(require.resolve('@stoplight/prism-http'));
  const whole = resolve(ofPrism, '@faker-js/faker');
  const english = resolve(ofPrism, '@faker-js/faker/locale/en');
  if (whole === undefined || english === undefined || require.cache[whole] !== undefined)
    return require('@stoplight/prism-http') as PrismHttp;
  const faker: unknown = ofPrism(english);
  require.cache[whole] = { loaded: true, exports: { faker, default: faker } } as NodeJS.Module;
  try {
    return require('@stoplight/prism-http') as PrismHttp;
  } finally {
    delete require.cache[whole];
  }
}

function resolve(require: NodeJS.Require, specifier: string): string | undefined {
  try {
    return require.resolve(specifier);
  } catch {
    return undefined;
  }
}

/** How Prism responds to one request. */
export interface PrismMode {
  /** Whether the request has to satisfy the document. */
  readonly isChecked: boolean;
  readonly mock: Partial<PrismConfig['mock']>;
}

/** Prism changes the configuration that it is given, so each request gets its own. */
export function createConfig({ isChecked, mock }: PrismMode): PrismConfig {
  return {
    isProxy: false,
    checkSecurity: isChecked,
    validateRequest: isChecked,
    validateResponse: false,
    errors: false,
    upstreamProxy: undefined,
    mock: { dynamic: false, ...mock },
  };
}
