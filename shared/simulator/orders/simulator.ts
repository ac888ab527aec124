// What is bundled for the threads of `nod simulate`, with a mutant in it or without.
export { crashPoints } from './crash-points.ts';
export { runSeeds } from './run.ts';
export { hashesOf, shortestOf, traceOf } from './shortest.ts';
