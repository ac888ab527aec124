import { UNVISITED_DAYS } from '../../domain/absence.ts';
import { riskLevels } from '../en/risk-levels.ts';
import { s } from './plural.ts';
import { botBrief } from './on-home.ts';

/** Bots: their list, the form that makes one, and what each may do. */
export const risk = {
  low: {
    name: riskLevels.low,
    said: `${riskLevels.low} risk`,
    line: (stop: string, target: string) => `stop −${stop}, target +${target}`,
  },
  medium: {
    name: riskLevels.medium,
    said: `${riskLevels.medium} risk`,
    line: (stop: string, target: string) => `stop −${stop}, target +${target}`,
  },
  high: {
    name: riskLevels.high,
    said: `${riskLevels.high} risk`,
    line: (stop: string, target: string) => `stop −${stop}, target +${target}`,
  },
};

export const autonomy = {
  suggest: { name: 'Only tells', line: 'It never sends anything. It shows what it would do.' },
  ask: { name: 'Asks', line: 'Every buy waits for your nod. No answer: nothing is bought.' },
  'ask-above': {
    name: 'Asks above an amount',
    line: 'Small buys go through, larger ones and a first trade of a stock wait for your nod.',
  },
  auto: {
    name: 'Acts alone',
    line: `It buys by itself within its limits and tells you. After ${UNVISITED_DAYS} days without a visit from you it stops buying and keeps protecting.`,
  },
};

export const sells = {
  'sell-and-tell': { name: 'Sells, then tells', line: 'When its reason to hold is gone, it sells and tells you.' },
  'ask-then-sell': {
    name: 'Asks, silence sells',
    line: 'It asks before selling on opinion; without an answer it sells.',
  },
  ask: {
    name: 'Asks, silence keeps',
    line: 'It asks before selling on opinion; without an answer it keeps the shares. The stop-loss stays.',
  },
};

export const strategy = {
  'ma-cross': {
    name: 'Trend follower',
    line: 'Buys when the 20-day average rises over the 50-day one with volume behind it.',
  },
  'mean-reversion': { name: 'Dip buyer', line: 'Buys a sharp dip inside a longer rise, and sells on the way back.' },
  breakout: { name: 'Breakout', line: 'Buys a close over the highest price of 20 bars, with volume behind it.' },
  'momentum-rotation': { name: 'Rotation', line: 'Buys what has risen most, and changes when others overtake it.' },
  pivot: { name: 'Pivot', line: 'Buys when the price is back over its pivot inside a rise.' },
  forecast: {
    name: 'Forecast',
    line: 'Goes by recorded forecasts, only where they were better than always saying the same.',
  },
  'index-rebalancing': {
    name: 'Index changes',
    line: 'Buys what is announced to join an index, and sells when it has joined.',
  },
  'weighted-vote': { name: 'Vote', line: 'Several strategies vote, each with a weight; it buys when enough agree.' },
} as Record<string, { name: string; line: string }>;

export const bots = {
  ...botBrief,
  title: 'Bots',
  emptyTitle: 'No bot yet',
  running: (count: number) => `${count} running`,
  nextLook: (time: string) => `next look ${time}`,
  closest: (name: string) => `closest ${name}`,
  asked: (names: string) => `asked about ${names}`,
  result: 'Result',
  ofAmount: (amount: string) => `of ${amount}`,
  invested: 'Invested',
  free: 'Free',
  trades: 'Trades',
  wonOf: (wins: number, total: number) => (total === 0 ? 'none yet' : `${wins} of ${total} won`),
  tooFew: 'too few to judge',
  ends: (date: string) => `ends ${date}`,
  realised: 'Settled result',
  looks: 'Every look',
  looksEmpty: 'It has not looked yet. It looks at every closed bar and leaves one line, also when nothing came of it.',
  pause: 'Stop its buying',
  resume: 'Let it buy again',
  paused: 'It buys nothing until you start it again. Open questions are taken back; what it holds stays protected.',
  resumed: 'It looks and asks again.',
  settings: 'What it may do',
  missing: (names: string) => `Not in this market: ${names}`,
  missingMore: (names: string, more: number) => `Not in this market: ${names} and ${more} more`,
  watches: (count: number) => `Watches ${count} stock${s(count)}`,
  position: 'Holds',
  positionsNone: 'Holds nothing now',
  tradesTitle: 'Bought and sold',
  tradesNone: 'It has not bought anything yet.',
  settledCurve: 'Its money after each sale',
  saved: 'Saved. It counts from the next look.',
  asksAbove: 'Ask above',
};

export const newBot = {
  title: 'New bot',
  lead: 'Sensible defaults. Change what you like.',
  amount: 'Its own money',
  amountHint: (free: string) => `${free} free in this account`,
  risk: 'How much risk',
  stopNote:
    'Each question sets its stop-loss by how much the stock usually moves, never further away than this; the target keeps the same proportion to it.',
  alone: 'What may it do alone?',
  askAbove: 'Ask above',
  weeks: 'For how long',
  weeksValue: (weeks: number) => `${weeks} week${s(weeks)}`,
  name: 'Name',
  namePlaceholder: 'Leave empty and it gets one',
  list: 'Which stocks it looks at',
  listUsual: 'Those of its risk level',
  listNone: 'You have no list of your own yet.',
  timeframe: 'How often it looks',
  timeframeUsual: (name: string) => `As usual here${name === '' ? '' : `, every ${name}`}`,
  timeframeNote: 'At the end of each bar of this length; averages and stops are measured in these bars, too.',
  strategy: 'How it looks',
  sells: 'When it wants to sell',
  numbers: 'Its numbers',
  usual: (value: string) => `usually ${value}`,
  between: (min: string, max: string) => `Between ${min} and ${max}`,
  addPart: 'Add a strategy',
  removePart: (name: string) => `Remove ${name}`,
  profile: 'Its own risk numbers',
  profileNote:
    'Empty is as its risk level has it. What you set here counts for its next purchases, and the limits of the account cut them all the same.',
  profileParts: {
    stop: 'Stop-loss, at most so many % below the price',
    target: 'Target, so many % above the price',
    positionMax: 'Largest position, % of the bot’s amount',
  },
  exits: 'When it holds something',
  exitsNote: 'Empty is off. A stop-loss only ever goes up; figures count for what it holds already, too.',
  breakEvenAt: 'Stop-loss to what it cost, at a gain of so many R',
  breakEvenHint: '1 R is what the purchase could lose down to its stop-loss.',
  trailPercent: 'Stop-loss follows the best price, so many percent below',
  trailAtr: 'Stop-loss follows the best price, so many average moves (ATR) below',
  maxBars: 'Sold after so many bars',
  exitsInvalid: (min: string, max: string) => `Empty, or a number from ${min} to ${max}`,
  moreOptions: 'More choices',
  create: 'Start the bot',
  creating: 'Starting…',
  without: 'What happens without asking',
  withoutAsk: 'Stop-loss and target sell by themselves. Buying waits for your nod.',
  withoutSuggest: 'Nothing. It only tells you what it would do.',
  withoutAbove: (amount: string) => `Buys up to ${amount}, and every stop-loss and target, happen by themselves.`,
  withoutAuto: 'It buys within its limits and sells at stop-loss and target by itself, and tells you.',
  preview: 'What this means in money',
  previewFailed: 'The preview is not available right now; the limits apply all the same.',
  largest: 'Largest position',
  cutBy: {
    'position-fraction': 'cut by the account’s position limit',
    'risk-per-trade': 'cut by the account’s risk per trade',
    cash: 'cut by the cash you have',
    'equal-weight': 'its equal part',
    'capped-kelly': 'the most you allow its record',
  },
  stopOut: 'One stop-out costs about',
  inARow: (count: number) => `about ${count} in a row and it stops buying`,
  stopsBelow: (amount: string) => `Stops buying below ${amount}`,
  affordable: (count: number, all: number) => `One position pays for a share of ${count} of ${all} stocks`,
  filledUp: 'This market has too few stocks of its list, so the most traded ones fill it up',
  assumption: (month: string, year: string) =>
    `Drawn up with ${month} a month in mind, which would be ${year} a year. An assumption, not a forecast.`,
  amountInvalid: 'An amount above 0, such as 10000',
};

export const look = {
  looking: (count: number) => `Looking at ${count} stock${s(count)}…`,
  asking: (names: string) => `Asking you about ${names}.`,
  nothing: 'Nothing passed this time.',
  waiting: 'Waiting for the first look…',
  line: (time: string, count: number) => `${time} looked at ${count}`,
  asked: (names: string) => `asked about ${names}`,
  blocked: (name: string, reason: string) => `${name} passed but was blocked: ${reason}`,
  closest: (name: string, detail: string) => `closest ${name}: ${detail}`,
  next: (time: string) => `next look ${time}`,
  firstLook: 'Its first look',
};
