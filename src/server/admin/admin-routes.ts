import type { AdminRoute } from './admin-route.ts';
import { clockRoutes } from './routes/clock-routes.ts';
import { contractRoutes } from './routes/contract-routes.ts';
import { documentRoutes } from './routes/document-routes.ts';
import { faultRoutes } from './routes/fault-routes.ts';
import { journalRoutes } from './routes/journal-routes.ts';
import { rowRoutes } from './routes/row-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';

/** Every operation of the administration. */
export const ADMIN_ROUTES: readonly AdminRoute[] = [
  ...documentRoutes,
  ...contractRoutes,
  ...rowRoutes,
  ...sessionRoutes,
  ...clockRoutes,
  ...faultRoutes,
  ...journalRoutes,
];
