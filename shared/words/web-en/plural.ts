/** The English plural: nothing for one. */
export const s = (count: number): string => (count === 1 ? '' : 's');
