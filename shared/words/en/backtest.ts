import type {
  AssumptionCode,
  BacktestRefusalCode,
  BarWarningCode,
  ExitKind,
  UNFILLED_CODES,
} from '../../domain/backtest-codes.ts';
import type { Fill, Phrase } from '../fill.ts';
import { backtestSaid } from './backtest-said.ts';

const share = (v: Fill, key: string): string => `${v.figure(key, 4)}%`;

const assumptions: Record<AssumptionCode, Phrase> = {
  'fills-at-next-open': () => 'What a close decides is filled at the next open.',
  'stop-before-target': () =>
    'A bar that reaches both stop and target counts as stopped out; a gap is filled at its open.',
  'stops-raised-at-closes': () =>
    'Stop-losses are raised when a bar closes, for the bars after it; with real prices they also follow in between.',
  'fees-of-market': () => 'Fees and taxes of the market’s own table, as of each day.',
  'fees-fraction': (v) =>
    v.raw('percent') === 0 ? 'No fees, no taxes.' : `A fee of ${share(v, 'percent')} of each side, no taxes.`,
  slippage: (v) =>
    `Opens and stops are filled worse by half a spread of ${share(v, 'spread')} and ${share(v, 'slippage')} besides.`,
  'no-slippage': () => 'No spread and no slippage: real fills are worse.',
  'any-volume': () => 'Any size is filled at once, whatever was traded that day.',
  'volume-share': (v) => `At most ${share(v, 'percent')} of a bar’s volume is filled; the rest of a purchase lapses.`,
  'no-forecast-share': () =>
    'Forecasts change no size, stop-loss or target here. Live, one with a good record may make them smaller or nearer.',
  'approved-at-once': () => 'Every proposal is approved at once.',
  'no-account-limits': () => 'Only the bot’s own rules hold: the limits of an account are left out.',
  'account-limits': () => 'The limits of the account hold.',
  'strategy-alone': () => 'The strategy alone: no screen, no stop but its own, no limits.',
  'sized-all-in': () => 'Each purchase takes all there is, in whole lots.',
  'sized-units': (v) => `Each purchase is ${v.count('units')}.`,
  'shorts-free': () => 'Short positions cost nothing to borrow and can always be had.',
  'end-left-open': () => 'What is open at the end counts at its last close.',
  'end-closed-at-open': () => 'What is open at the end is closed at the last open.',
  'dividends-paid': () => 'Dividends are paid in cash, without tax.',
  'no-dividends': () => 'No dividends.',
};

const warnings: Record<BarWarningCode, Phrase> = {
  'split-not-adjusted': (v) =>
    `${v.text('symbol')} moves ${v.count('percent')}% over night on ${v.text('day')}: it looks like a split that the bars are not adjusted for.`,
  'bars-without-volume': (v) =>
    `${v.text('symbol')}: nothing was traded on ${v.count('bars')} of ${v.count('of')} bars.`,
  'bars-missing': (v) =>
    `${v.text('symbol')}: bars are missing in ${v.count('gaps')} places, the longest ${v.count('days')} days from ${v.text('from')}.`,
};

const refusals: Record<BacktestRefusalCode, Phrase> = {
  'no-instruments': () => 'There is nothing to test on: name a symbol.',
  'bars-invalid': (v) =>
    `${v.text('symbol')}: bar ${v.count('bar')} (${v.text('day')}) cannot be true (${v.text('why')}), so nothing was tested.`,
  'no-bars-in-range': (v) => `There are too few bars in this range (${v.count('bars')}).`,
  'windows-longer-than-data': (v) => `This strategy needs ${v.count('needed')} bars, and there are ${v.count('bars')}.`,
  'short-not-for-bots': () => 'A bot never sells short: test the strategy alone, all in or in single units.',
  'several-currencies': () => 'These instruments are priced in different currencies: test them one currency at a time.',
  'number-out-of-range': (v) => `${v.text('name')} cannot be ${v.text('value')}.`,
  'too-many-bars': (v) =>
    `${v.count('bars')} bars are too many at once, at most ${v.count('limit')}: choose a shorter range or longer bars.`,
  'too-many-tries': (v) =>
    `${v.count('tries')} tries over ${v.count('bars')} bars are too many at once, at most ${v.count('limit')}: try fewer values, or a shorter range.`,
  'nothing-to-try': () => 'None of these combinations fits the strategy: nothing was tried.',
  'nothing-to-choose': (v) =>
    `None of ${v.count('tries')} tries has a figure to choose by: they never traded, or the range is too short for it.`,
  'too-few-trades': (v) =>
    `There are ${v.count('trades')} closed trades to draw from, and at least ${v.count('needed')} are needed: choose a longer range, or draw blocks of bars.`,
};

const exits: Record<ExitKind, string> = {
  strategy: 'the strategy’s own exit',
  stop: 'stop-loss',
  target: 'target',
  trail: 'trailing stop',
  'break-even': 'stop at the price paid',
  time: 'end of its time',
  end: 'end of the test',
  ruin: 'no money left',
};

const unfilled: Record<(typeof UNFILLED_CODES)[number], string> = {
  'opened-above-ceiling': 'opened above what it may cost',
  'opened-below-stop': 'opened below its stop-loss',
  'open-missed': 'no open on the next day',
  'still-held': 'the position before was not sold yet',
  'no-volume': 'nothing was traded',
  'partly-filled': 'only a part was filled',
  'no-buying-power': 'not enough money',
  split: 'a split came between',
  end: 'the test ended',
  ruin: 'no money left',
};

export const backtest = {
  /** Said above every result. */
  hypothetical: 'Hypothetical: past prices, no real orders. It does not say what will come.',
  fewDays: (p: { days: string }) =>
    `Under ${p.days} days: too short to say what it would come to in a year, so those figures are left out.`,
  fewTrades: (p: { count: string }) => `${p.count} closed trade${p.count === '1' ? '' : 's'}: too few to judge.`,
  noLookAhead: (p: { compared: string }) =>
    `Looked ahead: no. ${p.compared} past decisions stayed the same while the bars after them were cut off or altered.`,
  looksAhead: 'This strategy looks ahead: a past decision changed with a later bar. Do not believe its figures.',
  assumptions,
  warnings,
  refusals,
  exits,
  unfilled,
  said: backtestSaid,
  figures: {
    finalEquity: 'in the end',
    returnFraction: 'return',
    buyAndHold: 'buying and holding',
    annualReturn: 'a year',
    annualVolatility: 'swings a year',
    sharpe: 'Sharpe',
    sortino: 'Sortino',
    calmar: 'Calmar',
    maxDrawdown: 'largest fall from a peak',
    maxDrawdownMs: 'longest below a peak',
    closedTrades: 'closed trades',
    openTrades: 'still open',
    winRate: 'won',
    bestTrade: 'best trade',
    worstTrade: 'worst trade',
    profitFactor: 'won for 1 lost',
    expectancy: 'a trade on average',
    sqn: 'SQN',
    exposure: 'time in closed trades',
    annualTurnover: 'turned over a year',
    fees: 'fees and taxes',
    dividends: 'dividends',
  },
};
