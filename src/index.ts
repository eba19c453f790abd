export type { Report, Result } from '../conformance/result.ts';
export type { FaultDescription } from './alter/faults/applicability.ts';
export type { ActiveFault } from './alter/faults/board.ts';
export type { Fault, FaultKind } from './alter/faults/kinds.ts';
export type { GreaseDescription } from './alter/grease/features.ts';
export { toBeClean } from './audit/to-be-clean.ts';
export type { Contract, Json } from './contract/contract.ts';
export { type ErrorCode, PagewrightError, type Problem } from './contract/error.ts';
export { builtInContracts, loadContracts } from './contract/load-contracts.ts';
export type { Row } from './dataset/row-source.ts';
export type { ExchangeFilter } from './journal/exchange-filter.ts';
export type { Har } from './journal/har.ts';
export type { JournalRoom } from './journal/journal.ts';
export type { JournalEntry } from './journal/journal-entry.ts';
export type { MockApp } from './server/app.ts';
export type { RowControl, RowListOptions, RowLocator, RowPage } from './server/control/rows.ts';
export type {
  ClientAudit,
  ClockChange,
  ClockControl,
  ClockState,
  FaultControl,
  GreaseControl,
  JournalControl,
  ScenarioControl,
  ScenarioDescription,
  SessionControl,
  SnapshotControl,
} from './server/control/session-control.ts';
export type { SessionDescription, SessionOptions, SessionsControl } from './server/control/sessions-control.ts';
export type { Mock } from './server/mock.ts';
export { createMock } from './server/mock.ts';
export type { GreaseSettings, MockOptions } from './server/options.ts';
export type { ContractDescription } from './server/routing/contract-description.ts';
