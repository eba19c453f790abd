export { tokenDeviations as integrityDeviations } from './token-deviations.ts';
