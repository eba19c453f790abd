import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/**
 * An ajv that reads the schemas of a contract: JSON Schema 2020-12 with the usual formats. Keywords and formats that it
 * does not know are annotations, as OpenAPI allows them; all errors are reported, not only the first.
 */
export function createAjv(): Ajv2020 {
  // Most validators run a few times only: what optimizing them and checking their schemas costs never comes back.
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    logger: false,
    validateSchema: false,
    inlineRefs: false,
    code: { optimize: false },
  });
  addFormats.default(ajv);
  return ajv;
}
