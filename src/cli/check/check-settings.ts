import type { ReportFlags } from '../report/report-flags.ts';
import type { Pairs } from './parse-pairs.ts';

/** What `check` is told, by flags or by the section `check` of a configuration file. */
export interface CheckSettings extends ReportFlags {
  readonly baseUrl?: string;
  readonly header?: Pairs;
  readonly pathParam?: Pairs;
  readonly foreignPathParam?: Pairs;
  readonly as?: Readonly<Record<string, Pairs>>;
  readonly operation?: string;
  readonly maxRequests?: number;
  readonly rate?: number;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly only?: readonly string[];
  readonly waivers?: string;
  readonly strict?: boolean;
}
