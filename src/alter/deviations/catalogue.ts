import { PagewrightError } from '../../contract/error.ts';
import { didYouMean } from '../../contract/text.ts';
import { changingRowDeviations } from './changing-rows.ts';
import { collectionDeviations, partitionDeviations } from './collections.ts';
import { credentialDeviations } from './credentials.ts';
import { deliveryDeviations } from './delivery.ts';
import type { Deviation } from './deviation.ts';
import { envelopeDeviations } from './envelope.ts';
import { farRowDeviations } from './far-rows.ts';
import { boundDeviations } from './filter-bounds.ts';
import { combinationDeviations } from './filter-combinations.ts';
import { textDeviations } from './filter-texts.ts';
import { valueDeviations } from './filter-values.ts';
import { flagDeviations } from './flags.ts';
import { itemDeviations, nestedDeviations } from './items.ts';
import { keptParameterDeviations } from './kept-parameters.ts';
import { linkDeviations, urlDeviations } from './links.ts';
import { lostPositionDeviations } from './lost-positions.ts';
import { messageDeviations } from './messages.ts';
import { missingNextDeviations } from './missing-next.ts';
import { orderDeviations, tieDeviations } from './order.ts';
import { otherOrderDeviations } from './other-orders.ts';
import { limitDeviations, totalDeviations } from './page-sizes.ts';
import { positionDeviations } from './positions.ts';
import { presenceDeviations } from './presence.ts';
import { rareSizeDeviations } from './rare-sizes.ts';
import { errorDeviations, versionDeviations } from './rejections.ts';
import { robustnessDeviations } from './robustness.ts';
import { tokenDeviations } from './tokens.ts';
import { valueFormDeviations } from './value-forms.ts';
import { VARIANTS } from './variants.ts';
import { walkDeviations } from './walks.ts';
import { wayDeviations } from './ways.ts';

/** Everything in which a list can differ from the plain mock: bugs first, by area, then what contracts allow. */
export const DEVIATIONS: readonly Deviation[] = [
  ...itemDeviations,
  ...nestedDeviations,
  ...valueFormDeviations,
  ...envelopeDeviations,
  ...messageDeviations,

  ...tieDeviations,
  ...walkDeviations,
  ...lostPositionDeviations,
  ...changingRowDeviations,
  ...keptParameterDeviations,
  ...missingNextDeviations,
  ...linkDeviations,
  ...urlDeviations,
  ...positionDeviations,
  ...limitDeviations,
  ...rareSizeDeviations,
  ...farRowDeviations,
  ...totalDeviations,
  ...flagDeviations,
  ...wayDeviations,
  ...orderDeviations,
  ...otherOrderDeviations,

  ...boundDeviations,
  ...textDeviations,
  ...combinationDeviations,
  ...valueDeviations,

  ...credentialDeviations,
  ...presenceDeviations,
  ...collectionDeviations,
  ...partitionDeviations,
  ...versionDeviations,
  ...errorDeviations,

  ...tokenDeviations,

  ...robustnessDeviations,
  ...deliveryDeviations,

  ...VARIANTS,
];

/**
 * Finds a deviation by its name.
 *
 * @throws {PagewrightError} `unknown-deviation`; the message says what may have been meant
 */
export function findDeviation(name: string): Deviation {
  const found = DEVIATIONS.find((deviation) => deviation.name === name);
  if (found !== undefined) return found;
  const names = DEVIATIONS.map((deviation) => deviation.name);
  throw new PagewrightError(
    'unknown-deviation',
    `Unknown deviation ${name}${didYouMean(name, names)}\n"pagewright deviations" lists them`,
  );
}
