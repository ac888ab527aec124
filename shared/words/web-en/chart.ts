/** Lines over and under the chart, and what they are chosen from. */
export const chart = {
  /** Over the chart: of the bar under the crosshair. */
  short: { open: 'O', high: 'H', low: 'L', close: 'C' },
  log: 'Log scale',
  dragStop:
    'Drag the stop-loss line to move it; you are asked before anything changes. Or use “Move stop” beside the position.',
  lines: 'Lines',
  add: 'Add a line',
  addTitle: 'Add a line to the chart',
  search: 'Search, such as RSI or doji',
  none: 'Nothing here is called that.',
  place: {
    price: 'Over the prices',
    panel: 'In a panel of its own',
    percent: 'From 0 to 100',
    pattern: 'Candlestick patterns',
  },
  kinds: 'Kind of line',
  remove: (name: string) => `Remove ${name}`,
  full: (count: number) => `${count} lines are as many as can be read. Remove one first.`,
  bounds: (min: string, max: string) => `from ${min} to ${max}`,
  wrong: (min: string, max: string) => `A number from ${min} to ${max}.`,
  wrongWhole: (min: string, max: string) => `A whole number from ${min} to ${max}.`,
  rising: 'Each has to be larger than the one before.',
  shown: 'On the chart',
  patternNote: 'A pattern says what bars look like, not what follows.',
};
