import { Later } from '../state/later.svelte.ts';

/** Wherever a stop is moved: by its button, by its line. */
export const moveStopSheet = new Later(() => import('./MoveStopSheet.svelte'));
