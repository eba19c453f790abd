// Prints "<passed> <failed>" from the report of `jest --json`. A suite that could not run, and a run without any test,
// count as failures. Usage: node read-jest-counts.mjs <report>
import { readFileSync } from 'node:fs';

/** @type {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number, success: boolean }} */
const report = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
const sound = report.success && report.numPassedTests > 0;
console.log(report.numPassedTests, failed === 0 && !sound ? 1 : failed);
