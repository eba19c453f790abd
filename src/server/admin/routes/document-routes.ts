import { readFileSync } from 'node:fs';
import { toByteString } from '../../../store/to-byte-string.ts';
import { sendResponse } from '../../http/send-response.ts';
import type { AdminRoute } from '../admin-route.ts';

/** The OpenAPI document of the administration; it stands beside the code, from source and built. */
const DOCUMENT = new URL('../openapi.yaml', import.meta.url);

const HEADERS = [['Content-Type', 'application/yaml']] as const;

/** By which the administration describes itself. */
export const documentRoutes: readonly AdminRoute[] = [
  {
    method: 'get',
    path: '/openapi.yaml',
    run: () => readFileSync(DOCUMENT, 'utf8'),
    send(call) {
      const body = toByteString(String(this.run(call)));
      sendResponse(call.request, call.response, { status: 200, headers: HEADERS, body });
    },
  },
];
