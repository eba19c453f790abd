// Measures how well the suite names causes, by the signatures of the last mutation run. Needs a build.
// Usage: node scripts/score-diagnosis.mjs [--check]
//   --check  writes nothing; fails when a goal is missed, or a file is not what would be written
import { parseArgs } from 'node:util';
import { checkDiagnosis, rescoreSignatures, writeDiagnosis } from './diagnosis-report.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const { files, problems } = rescoreSignatures();
if (values.check) problems.push(...checkDiagnosis(files));
else writeDiagnosis(files);
for (const problem of problems) console.error(problem);
console.log(`${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
