import type { AssumptionCode, BarWarningCode } from '../../domain/backtest-codes.ts';
import type { Phrase } from '../fill.ts';

/** The same figures without their sentence: `backtest.assumptions` has those. They stand in one line, with semicolons. */
const brief: Record<AssumptionCode, Phrase> = {
  'fills-at-next-open': () => 'fills at the next open',
  'stop-before-target': () => 'stop before target',
  'stops-raised-at-closes': () => 'stops raised at closes',
  'fees-of-market': () => 'market fees and taxes',
  'fees-fraction': (v) => (v.raw('percent') === 0 ? 'no fees or taxes' : `a fee of ${v.figure('percent', 4)}% a side`),
  slippage: (v) => `spread ${v.figure('spread', 4)}%, slippage ${v.figure('slippage', 4)}%`,
  'no-slippage': () => 'no spread or slippage',
  'any-volume': () => 'any size filled',
  'volume-share': (v) => `at most ${v.figure('percent', 4)}% of the volume`,
  'no-forecast-share': () => 'no forecasts in sizes',
  'approved-at-once': () => 'every proposal approved',
  'no-account-limits': () => 'no account limits',
  'account-limits': () => 'account limits hold',
  'strategy-alone': () => 'the strategy alone, no limits',
  'sized-all-in': () => 'all in each time',
  'sized-units': (v) => `${v.count('units')} shares each time`,
  'shorts-free': () => 'shorts cost nothing',
  'end-left-open': () => 'open ones at the last close',
  'end-closed-at-open': () => 'all closed at the end',
  'dividends-paid': () => 'dividends without tax',
  'no-dividends': () => 'no dividends',
};

const odd: Record<BarWarningCode, Phrase> = {
  'split-not-adjusted': (v) => `it looks like a split on ${v.text('day')}`,
  'bars-without-volume': (v) => `${v.count('bars')} of ${v.count('of')} without a trade`,
  'bars-missing': (v) => `${v.count('gaps')} gap${v.raw('gaps') === 1 ? '' : 's'}, the longest ${v.count('days')} days`,
};

/** A test of the past as a chat tells it. Figures, days and names come formatted. */
export const backtestSaid = {
  chooseTitle: 'What should be tested on past prices?',
  chooseLine: 'One of your bots as it trades, or a stock. Choose, or type its name.',
  chooseHow:
    'A strategy, a span and an amount may stand beside it, in any order: “backtest breakout NVDA 5y $10,000”, “backtest NVDA 2020..2024”.',
  strategyTitle: (p: { name: string }) => `${p.name}: by which strategy?`,
  noStrategy: (p: { word: string }) => `No strategy is called “${p.word}”`,
  otherCurrency: (p: { name: string; currency: string }) =>
    `${p.name} is priced in ${p.currency}: say an amount in that, or none.`,
  currencies: { USD: 'dollars', KRW: 'won' },
  ownAmount: 'A bot is tested with its own amount, so yours was left out.',
  running: (p: { what: string }) => `Testing ${p.what} on past prices`,
  runningLine: 'It takes seconds, seldom minutes. The result comes by itself where a message can change, else by Show.',
  progress: (p: { done: string }) => `${p.done} done`,
  failed: (p: { what: string }) => `No result for ${p.what}`,
  cancelled: (p: { what: string }) => `The test of ${p.what} was cancelled`,
  cancelledLine: 'Nothing was kept of it.',
  result: (p: { what: string; own: string; held: string }) => `Backtest of ${p.what}: ${p.own}, held ${p.held}`,
  span: (p: { from: string; to: string; bars: string; cash: string }) =>
    `${p.from} to ${p.to}, ${p.bars}, begun with ${p.cash}`,
  by: (p: { strategy: string; settings: string | null }) =>
    `By ${p.strategy}${p.settings === null ? '' : ` (${p.settings})`}`,
  worth: (p: { end: string; own: string; heldEnd: string; held: string }) =>
    `In the end ${p.end} (${p.own}); bought and held ${p.heldEnd} (${p.held})`,
  fall: (p: { own: string; held: string }) => `Largest fall from a peak ${p.own}, held ${p.held}`,
  trades: (p: { closed: string; won: string; share: string | null }) =>
    `${p.closed} closed trade${p.closed === '1' ? '' : 's'}, ${p.won} gained${p.share === null ? ', too few to judge' : ` (${p.share})`}`,
  stillOpen: (p: { open: string }) => `${p.open} still open`,
  noTrades: (p: { why: string | null }) => `It never bought${p.why === null ? '' : `: ${p.why}`}`,
  costs: (p: { amount: string }) => `fees and taxes ${p.amount}`,
  reckoned: (p: { parts: string }) => `Reckoned with: ${p.parts}.`,
  /** What is odd about the bars; `backtest.warnings` has the sentences. */
  warned: (p: { parts: string }) => `About the bars: ${p.parts}.`,
  odd,
  hypothetical: 'Hypothetical: past prices, no real orders. It promises nothing.',
  brief,
  buttons: {
    show: 'Show',
    cancel: 'Cancel the test',
    strategy: 'Other strategy',
    whole: 'Whole past',
    makeBot: 'Make a bot of it',
    theBot: 'The bot',
    luck: 'Was it luck?',
    another: 'Another test',
    again: 'Test again',
    result: 'The result',
    research: 'Open research',
    last: (p: { what: string }) => `Last: ${p.what}`,
  },
  luckTitle: 'Was it luck?',
  luckLines: {
    walk: 'Walk-forward chooses settings on one stretch and tries them on the next, which the choice has not seen.',
    paths: 'Monte Carlo draws many other pasts from the trades or days of this one: how different it could have gone.',
    where: 'Both are in the app, under More → Research.',
  },
  picture: {
    title: (p: { what: string }) => `Backtest: ${p.what}`,
    own: 'Strategy',
    held: 'Bought and held',
    fall: (p: { deepest: string }) => `Below the peak, at most ${p.deepest}`,
    foot: (p: { bars: string }) => `${p.bars}. Hypothetical: no real orders, not a recommendation`,
  },
};
