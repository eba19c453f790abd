import type { Area } from '../../check.ts';
import { checkSecrets } from './check-secrets.ts';
import { inspectErrors, inspectMediaType } from './inspect-answers.ts';
import { inspectDelivery } from './inspect-delivery.ts';
import { inspectFreshValues } from './inspect-fresh-values.ts';
import { inspectShape } from './inspect-shape.ts';
import { deriveShapeRequirements } from './shape-requirements.ts';

/** The form of answers: items, envelope, errors, media type, values that are new in every answer. */
export const shapeArea: Area = {
  name: 'shape',
  derive: deriveShapeRequirements,
  inspectors: [inspectShape, inspectMediaType, inspectErrors, inspectFreshValues, inspectDelivery],
  checks: [checkSecrets],
};
