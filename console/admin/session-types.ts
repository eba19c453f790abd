// What the admin API sends and takes, as `src/server/admin/openapi.yaml` describes it: only what the console uses.
import type { Json } from './contract-types.ts';

export interface SessionSummary {
  readonly id: string;
  readonly url: string;
  readonly exchanges: number;
  readonly [more: string]: Json;
}

export interface ScenarioSummary {
  readonly name: string;
  readonly contract: string;
  readonly title: string;
  readonly isLoaded: boolean;
}

export interface AdminFailure {
  readonly error: { readonly code: string; readonly message: string };
}
