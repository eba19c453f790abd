// Import this first where much code runs, and all of it for a short time: the engine lets a function run twenty times as long as by
// default before it optimizes it, in this thread and in those that are started later. See decisions/0045-the-tests-compile-less.md.
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--interrupt-budget=1200000');
