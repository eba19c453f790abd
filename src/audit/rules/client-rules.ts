import { askForMoreRows } from './ask-for-more-rows.ts';
import type { ClientRule } from './client-rule.ts';
import { followLinks } from './follow-links.ts';
import { goOnAfterShortPage } from './go-on-after-short-page.ts';
import { keepCredentialsOutOfUrls } from './keep-credentials-out-of-urls.ts';
import { keepFilters } from './keep-filters.ts';
import { keepHeaders } from './keep-headers.ts';
import { readOnce } from './read-once.ts';
import { readToTheEnd } from './read-to-the-end.ts';
import { restartAfterRefusal } from './restart-after-refusal.ts';
import { sendDocumentedParameters } from './send-documented-parameters.ts';
import { stopAtTheEnd } from './stop-at-the-end.ts';
import { waitAsTold } from './wait-as-told.ts';

/** All that is demanded of a client, in the order in which it is reported. */
export const CLIENT_RULES: readonly ClientRule[] = [
  followLinks,
  keepHeaders,
  keepFilters,
  restartAfterRefusal,
  readOnce,
  readToTheEnd,
  goOnAfterShortPage,
  stopAtTheEnd,
  waitAsTold,
  sendDocumentedParameters,
  askForMoreRows,
  keepCredentialsOutOfUrls,
];
