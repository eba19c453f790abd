export type { Contract } from '../src/contract/contract.ts';
export { type ErrorCode, PagewrightError } from '../src/contract/error.ts';
export { loadContracts } from '../src/contract/load-contracts.ts';
export { createTarget } from './client/create-target.ts';
export type { Exchange } from './client/exchange.ts';
export type {
  FollowOptions,
  OpenTarget,
  Target,
  TargetOptions,
  TargetRequest,
  TargetResponse,
  Usage,
} from './client/target.ts';
export { TargetError } from './client/target-error.ts';
export { toCurl } from './client/to-curl.ts';
export type { ConformanceTarget } from './jest/conformance-target.ts';
export { type DescribeOptions, describeConformance } from './jest/describe-conformance.ts';
export { type EnvironmentSettings, readEnvironment } from './jest/read-environment.ts';
export type { TestFramework } from './jest/test-framework.ts';
export { createProgress, type ProgressState } from './report/create-progress.ts';
export { diffReports, type ReportDiff, type VerdictChange } from './report/diff-reports.ts';
export { formatDiffJson } from './report/format-diff-json.ts';
export { formatDiffMarkdown } from './report/format-diff-markdown.ts';
export { formatDiffTerminal } from './report/format-diff-terminal.ts';
export { formatGithubAnnotations } from './report/format-github-annotations.ts';
export { formatHtml } from './report/format-html.ts';
export { formatJson } from './report/format-json.ts';
export { formatJunit } from './report/format-junit.ts';
export { formatMarkdown } from './report/format-markdown.ts';
export { formatTerminal } from './report/format-terminal.ts';
export { readReport } from './report/read-report.ts';
export type { Evidence, Level, Report, Result, Summary, Verdict } from './result.ts';
export { listRequirements, type RequirementRow } from './run/list-requirements.ts';
export { NotAccessibleError } from './run/not-accessible-error.ts';
export { runConformance } from './run/run-conformance.ts';
export type { ConformanceRun, RunOptions } from './run/run-options.ts';
export { applyWaivers } from './waivers/apply-waivers.ts';
export { readWaivers } from './waivers/read-waivers.ts';
