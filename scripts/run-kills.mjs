// Runs the suite against every deviation of every contract, and writes down what it noticed. Needs a build.
// Usage: node scripts/run-kills.mjs [--check] [--only <contract or deviation>]…
//   --check  writes nothing; fails when a deviation goes unnoticed, a variation is held against a list, a check notices nothing,
//            or conformance/KILLS.md is not what would be written
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatKills } from './format-kills.mjs';
import { judgeKills } from './judge-kills.mjs';
import { listKillTasks } from './kill-task.mjs';
import { runKillTasks } from './run-kill-tasks.mjs';

const FILE = fileURLToPath(new URL('../conformance/KILLS.md', import.meta.url));

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, only: { type: 'string', multiple: true, default: [] } },
});
const tasks = listKillTasks().filter(({ contract, deviation }) => {
  return values.only.every((name) => name === contract || name === deviation);
});
if (tasks.length === 0) {
  console.error(`nothing is called ${values.only.join(' and ')}; "pagewright deviations" lists what there is`);
  process.exit(2);
}
const outcomes = await runKillTasks(tasks, (done) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${tasks.length} runs`);
  else if (done % 25 === 0 || done === tasks.length) process.stderr.write(`${done} of ${tasks.length} runs\n`);
});
if (process.stderr.isTTY) process.stderr.write('\n');
const problems = judgeKills(outcomes, values.only.length === 0);
const text = formatKills(outcomes);
if (values.only.length > 0) console.log(text);
else if (!values.check) writeFileSync(FILE, text);
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text)
  problems.push('conformance/KILLS.md is not what would be written; run npm run kills');
for (const problem of problems) console.error(problem);
console.log(`${outcomes.length} runs, ${problems.length} problems`);
process.exitCode = values.check && problems.length > 0 ? 1 : 0;
