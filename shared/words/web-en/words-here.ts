/** At the foot of every room: its words of the trade, explained. The meanings themselves are the glossary's. */
export const wordsHere = {
  open: 'What the words here mean',
  title: 'Words on this screen',
  none: 'No word of the trade stands on this screen.',
};
