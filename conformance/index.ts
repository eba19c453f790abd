export type { Contract } from '../src/contract/contract.ts';
export { type ErrorCode, PagewrightError } from '../src/contract/error.ts';
export { loadContracts } from '../src/contract/load-contracts.ts';
export { CREDENTIAL_ROLES } from './areas/access/needs.ts';
export { type Exchange, toCurl } from './client/exchange.ts';
export type { TargetOptions } from './client/settings.ts';
export {
  type BugExplanation,
  explainBug,
  explainRequirement,
  listBugNames,
  type RequirementExplanation,
} from './diagnosis/explain.ts';
export { type EnvironmentSettings, readEnvironment } from './environment.ts';
export type { BetweenPages, HookOptions, PageChange } from './hooks/hooks.ts';
export type { OracleSource } from './hooks/oracle.ts';
export { type ConformanceTarget, type DescribeOptions, describeConformance, type TestFramework } from './jest.ts';
export { diffReports, formatDiffJson, type ReportDiff, type VerdictChange } from './report/diff.ts';
export { formatGithubAnnotations } from './report/github.ts';
export { formatHtml } from './report/html/page.ts';
export { formatJson, readReport } from './report/json.ts';
export { formatJunit } from './report/junit.ts';
export { formatDiffMarkdown, formatMarkdown } from './report/markdown.ts';
export { formatPlanJson, formatPlanTerminal } from './report/plan.ts';
export type { ProgressState } from './report/progress.ts';
export { formatDiffTerminal, formatTerminal } from './report/terminal.ts';
export type {
  Cause,
  Evidence,
  HookCall,
  Level,
  OtherCause,
  Report,
  Result,
  Summary,
  Verdict,
  Waiver,
} from './result.ts';
export { type ConformanceRun, type RunOptions, type RunTarget, runConformance } from './run/conformance-run.ts';
export { type Plan, type PlanTarget, planConformance } from './run/plan.ts';
export { listRequirements, type RequirementRow } from './run/requirements.ts';
export { readWaivers } from './waivers.ts';
