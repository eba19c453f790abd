import { createRequire } from 'node:module';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { useDecimals } from './decimal.ts';
import { patternEngine } from './pattern.ts';

export { propertiesOf } from './openapi/schema-branches.ts';

/**
 * An ajv that reads the schemas of a contract: JSON Schema 2020-12 with the usual formats. Keywords and formats that it
 * does not know are annotations, as OpenAPI allows them; all errors are reported, not only the first.
 */
export function createAjv(): Ajv2020 {
  // Most validators run a few times only: what optimizing them and checking their schemas costs never comes back.
  const { Ajv2020, addFormats } = loadAjv();
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    logger: false,
    validateSchema: false,
    meta: false,
    // A property may be named constructor.
    ownProperties: true,
    inlineRefs: false,
    code: { optimize: false, regExp: patternEngine },
  });
  addFormats(ajv);
  useDecimals(ajv);
  // The pattern for it takes time that grows with the square of a text's length.
  ajv.addFormat('url', (text: string) => /^(?:https?|ftp):\/\/[^\s]+$/i.test(text) && URL.canParse(text));
  return ajv;
}

interface AjvLibrary {
  readonly Ajv2020: typeof Ajv2020;
  readonly addFormats: (ajv: Ajv2020) => unknown;
}

let library: AjvLibrary | undefined;

/** Loaded when the first schema is compiled: what comes with the package is checked when it is built. */
function loadAjv(): AjvLibrary {
  const require = createRequire(import.meta.url);
  library ??= {
    Ajv2020: (require('ajv/dist/2020.js') as { readonly Ajv2020: typeof Ajv2020 }).Ajv2020,
    addFormats: (require('ajv-formats') as { readonly default: AjvLibrary['addFormats'] }).default,
  };
  return library;
}

/** What it consists of, in parts that take some 10 ms each to load. */
const PARTS = [
  'ajv/dist/compile',
  'ajv/dist/core.js',
  'ajv/dist/vocabularies/applicator',
  'ajv/dist/2020.js',
  'ajv-formats',
];

/** Loads what `createAjv` needs, part by part: others have their turn in between. */
export function* loadAjvInSteps(): Generator<undefined, void> {
  const require = createRequire(import.meta.url);
  for (const part of PARTS) {
    try {
      require(part);
    } catch {
      // Another version may have other parts: what is missing here is loaded with the whole.
    }
    yield;
  }
}
