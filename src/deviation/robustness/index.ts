export { robustnessDeviations } from './robustness-deviations.ts';
