import { ui } from '../state/ui.svelte.ts';

/** What the first portfolio is called where it is made. */
const GIVEN = 'Main';

/** A portfolio's name; the one that Nod gave follows the reader's language, a person's own never does. */
export const portfolioNameOf = ({ name }: { readonly name: string }): string =>
  name === GIVEN ? ui.w.holdings.mainName : name;
