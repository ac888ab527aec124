/** Passing on what is closed, as a picture: percentages, its world and its dates. */
export const share = {
  button: 'Share',
  title: 'What do you want to pass on?',
  lines:
    'A picture with percentages of closed trades: no amounts, no names, no ids. It says which world it is from, and that it is no recommendation.',
  none: 'Nothing is closed yet, so there is nothing to pass on',
  choices: {
    week: 'The last 7 days',
    replay: 'The whole replay',
    trade: (p: { name: string; result: string }) => `${p.name} ${p.result}`,
  },
  week: 'Your last 7 days, to pass on',
  replay: 'Your replay, to pass on',
  trade: 'A closed trade, to pass on',
  how: 'Forward the picture. It is not a recommendation.',
};
