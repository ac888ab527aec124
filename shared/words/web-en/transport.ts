/** The clock of a market that Nod plays. */
export const transport = {
  label: 'Market clock',
  date: (day: string, year: string | null) => (year === null ? day : `${day} ${year}`),
  pause: 'Pause the market',
  play: 'Let the market run',
  next: 'Run to the next proposal',
  speed: 'Speed',
  speedIs: (bars: string) => `${bars} bars a second`,
  speeds: { slow: 'Slow', standard: 'Standard', fast: 'Fast', faster: 'Faster', fastest: 'Fastest' },
  phase: {
    standing: 'waits for a bot',
    paused: 'paused',
    running: 'running',
    held: 'your turn',
    ended: 'end of the data',
  },
  scorecard: 'The end: scorecard',
  noWait: 'Do not wait for my answers',
  noWaitBody: 'The market runs on while a question is open. Unanswered questions lapse sooner.',
};
