import { UNVISITED_DAYS } from '../../domain/absence.ts';
import { botLines } from './on-home.ts';
import { earlierRiskLevels, riskLevels } from './risk-levels.ts';

/** Bots, their looks, and the dialog that makes one. Parameters are formatted unless they are counts. */
export const bots = {
  ...botLines,
  none: 'No bot yet',
  noneLine: 'A bot looks at the market and asks you before it buys.',
  /** What one is called where nobody gave it a name, by its strategy. */
  ownNames: {
    'ma-cross': 'Steady',
    'mean-reversion': 'Patient',
    breakout: 'Ranger',
    'momentum-rotation': 'Rider',
    pivot: 'Hinge',
    forecast: 'Almanac',
    'index-rebalancing': 'Usher',
    'weighted-vote': 'Council',
    other: 'Bot',
  },
  title: (p: { count: number }) => (p.count === 1 ? '1 bot' : `${p.count} bots`),
  line: (p: { name: string; mode: string; value: string; result: string; autonomy: string }) =>
    `${p.name}: ${p.mode}, ${p.value} (${p.result}), ${p.autonomy}`,
  detail: (p: { amount: string; risk: string; weeks: number; ends: string }) =>
    `${p.amount} given, ${p.risk} risk, ${p.weeks === 1 ? '1 week' : `${p.weeks} weeks`}, ends ${p.ends}`,
  money: (p: { invested: string; free: string }) => `Invested ${p.invested}, free ${p.free}`,
  settled: (p: { settled: string; open: string }) => `Settled ${p.settled}, open ${p.open}`,
  trades: (p: { wins: number; trades: number }) => `${p.wins} of ${p.trades} trades won`,
  tradesFew: (p: { wins: number; trades: number }) => `${p.wins} of ${p.trades} trades won, too few to judge`,
  tradesNone: 'No trade finished yet',
  looksFor: (p: { strategy: string; count: number }) => `Looks at ${p.count} stocks for: ${p.strategy}`,
  missing: (p: { names: string }) => `Not in this market: ${p.names}`,
  mode: (p: { mode: string; reason: string | null }) => `${p.mode}${p.reason === null ? '' : `: ${p.reason}`}`,
  valueUnknown: 'value not known',
  created: (p: { name: string; amount: string; risk: string; weeks: number }) =>
    `${p.name} is set up: ${p.amount}, ${p.risk} risk, ${p.weeks === 1 ? '1 week' : `${p.weeks} weeks`}`,
  alone: {
    suggest: 'It only tells you what it sees. It never sends an order.',
    ask: 'It asks before every purchase. Without your answer nothing is bought.',
    'ask-above': (amount: string) =>
      `It buys alone up to ${amount}; above that, and on a stock’s first trade, it asks.`,
    auto: `It buys without asking, within its limits. After ${UNVISITED_DAYS} days without a visit it stops buying and keeps protecting.`,
  },
  sellsAlone: {
    'sell-and-tell': 'It sells by its strategy without asking and tells you.',
    'ask-then-sell': 'It asks before it sells by its strategy; without an answer it sells.',
    ask: 'It asks before it sells by its strategy; without an answer it keeps, the stop-loss stays.',
  },
  aloneAskAbove: 'It buys alone up to a cost you set; above that it asks.',
  protectsAlone: 'Stop-loss and target never wait for an answer.',
  /** What a bot has otherwise than its risk level. */
  ownProfile: {
    line: (parts: string) => `Its own risk numbers: ${parts}.`,
    stop: (percent: string) => `stop-loss ${percent} at most`,
    target: (percent: string) => `target ${percent}`,
    positionMax: (percent: string) => `largest position ${percent} of the bot`,
    title: 'Risk numbers',
    /** Said where it has none of its own. */
    none: 'Its risk numbers: as its risk level has them.',
    places: {
      stop: (p: { usual: string }) => `Stop-loss, at most so much below the price; its level has ${p.usual}.`,
      target: (p: { usual: string }) => `Target, so much above the price; its level has ${p.usual}.`,
      positionMax: (p: { usual: string }) => `Largest position, of the bot’s amount; its level has ${p.usual}.`,
    },
    within: 'The limits of the account cut them all the same.',
    how: 'Type places with percentages of your own, like “1 5%” or “1 5, 3 15”.',
    bad: (p: { stop: string; target: string; positionMax: string }) =>
      `A place and its percentage: 1 with ${p.stop}, 2 with ${p.target}, 3 with ${p.positionMax}.`,
    usual: 'As its risk level',
  },
  exits: {
    line: (parts: string) => `What it holds: ${parts}.`,
    breakEven: (times: string) => `break-even at +${times} R`,
    trailFraction: (percent: string) => `trailing ${percent} below the best price`,
    trailAtr: (times: string) => `trailing ${times} × ATR`,
    maxBars: (bars: number) => (bars === 1 ? 'sold after 1 bar' : `sold after ${bars} bars`),
    title: 'When it holds something',
    /** Said where no plan moves anything. */
    chosenNone: 'What it holds: the stop-loss and the target of each purchase stay where they are.',
    choices: {
      profile: (p: { stop: string; target: string }) =>
        `Nothing moves: a stop-loss at most ${p.stop} below, a target at most ${p.target} above, as its risk level has them.`,
      breakEvenAt:
        'At a gain as large as what could be lost (1 R), the stop-loss goes to what it cost. Another figure: so many R.',
      trailFraction: (p: { stop: string; target: string }) =>
        `The stop-loss follows the best price, ${p.stop} below it. Another figure: so many percent.`,
      trailAtr: 'The stop-loss follows the best price, 3 average moves (ATR) below it. Another figure: so many.',
      maxBars: 'Sold after 20 bars at the latest. Another figure: so many bars.',
      both: 'The second and the third together.',
    },
    onlyUp: 'A stop-loss only ever goes up.',
    how: 'Choose one, or type places with figures of your own, like “3 10%” or “2 1.5, 5 30”.',
    bad: (p: { breakEvenAt: string; trailFraction: string; trailAtr: string; maxBars: string }) =>
      `Type a place and a figure, like “3 10%”: 2 takes ${p.breakEvenAt} R, 3 takes ${p.trailFraction}%, 4 takes ${p.trailAtr} ATR, 5 takes ${p.maxBars} whole bars.`,
  },
  paused: (name: string) => `${name} stopped buying`,
  pausedNote: 'What it holds keeps its stop-loss and target.',
  resumed: (name: string) => `${name} is running again`,
  resumedNote: 'It may ask from its next look on.',
  ended: (name: string) => `${name} has ended`,
  endingHolds: (p: { count: number; value: string | null }) =>
    p.count === 0
      ? 'It holds nothing now.'
      : `It holds ${p.count === 1 ? '1 position' : `${p.count} positions`}${p.value === null ? '' : ` worth ${p.value}`}.`,
  endingSilence:
    'Without an answer it stops buying then and keeps watching what it holds, stop-loss and target included.',
  endingSellNote: 'Sold at the market price of that day. Until then you can change your mind.',
  endingSellNowNote: 'Sold at the market price; you get a message for each. Nothing is confirmed sold yet.',
  endingKeepNote: 'Stop-losses and targets go on; nothing more is bought.',
  endingExtendNote: 'It looks and asks as before.',
  endingButtons: {
    extend: (weeks: number) => (weeks === 1 ? '1 week more' : `${weeks} weeks more`),
    sell: 'Sell then',
    sellNow: 'Sell now',
    keep: 'Keep with stops',
  },
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteNothing: 'It holds nothing, and nothing is under way. Its past stays in the records.',
  deleteHolds: {
    broker: (p: { quantity: string; name: string; stop: string }) =>
      `${p.quantity} ${p.name}: stop-loss ${p.stop} is at the broker and stays, also when Nod is off`,
    nod: (p: { quantity: string; name: string; stop: string }) =>
      `${p.quantity} ${p.name}: stop-loss ${p.stop} is held by Nod, only while it runs`,
    none: (p: { quantity: string; name: string }) => `${p.quantity} ${p.name}: nobody holds a stop-loss for it`,
  },
  deleteEnds: (p: { cancels: number; takesBack: number }) => {
    const orders = p.cancels === 1 ? '1 purchase is cancelled' : `${p.cancels} purchases are cancelled`;
    const questions = p.takesBack === 1 ? '1 proposal is taken back' : `${p.takesBack} proposals are taken back`;
    return `${[...(p.cancels === 0 ? [] : [orders]), ...(p.takesBack === 0 ? [] : [questions])].join(', ')}.`;
  },
  deleteKeeps: 'Kept, its positions go on with these stops and targets, and it disappears when the last is sold.',
  deleteHandsOver:
    'Handed over, they become yours with the stops and targets they have; nothing is sold, and the bot moves no stop after that.',
  deleteButtons: {
    delete: 'Delete',
    sell: 'Sell and delete',
    keep: 'Delete, keep the stops',
    'hand-over': 'Delete, hand over to me',
  },
  deletedSells: 'What it holds is being sold; you get a message for each. Nothing is confirmed sold yet.',
  deletedKeeps: 'What it holds keeps its stops until it is sold. Nothing more is bought.',
  deletedHandedOver: 'What it held is yours now, each with its stop. Nothing was sold.',
  deletedGone: 'Nothing of it is left. Its money is free for other bots.',
  soldNote: 'Its money is free for other bots.',
  /** Ways to a size (`domain/bot-sizing.ts`): what each is called, in a sentence, and with its numbers. */
  sizing: {
    title: 'Way to a size',
    methods: {
      profile: {
        name: 'As large as it may',
        line: 'The largest position that its risk level and your limits allow.',
      },
      'fixed-fraction': {
        name: 'Same loss each time',
        line: 'Every stop-loss costs the same part of its amount: the farther the stop, the fewer shares.',
      },
      'volatility-target': {
        name: 'Same swing each time',
        line: 'Every position usually moves by the same part of its amount in a bar: the livelier the stock, the fewer shares.',
      },
      'equal-weight': { name: 'Equal parts', line: 'Its amount is split into so many positions of the same size.' },
      'capped-kelly': {
        name: 'By its record',
        line: 'A part of what Kelly’s formula makes of how often this setup won; under 20 counted cases it buys nothing.',
      },
    },
    numbers: {
      fraction: {
        'fixed-fraction': 'Lost at the stop-loss, % of its amount',
        'volatility-target': 'Usual swing in a bar, % of its amount',
        'capped-kelly': 'How much of Kelly, %',
      },
      positions: 'How many positions',
      max: 'At most, % of its amount',
    },
    chosen: {
      profile: 'Size: as large as its risk level and your limits allow',
      'fixed-fraction': (p: { fraction: string }) => `Size: ${p.fraction} of its amount is lost at the stop-loss`,
      'volatility-target': (p: { fraction: string }) =>
        `Size: a position usually moves by ${p.fraction} of its amount in a bar`,
      'equal-weight': (p: { positions: number }) =>
        p.positions === 1 ? 'Size: all of it in one position' : `Size: one of ${p.positions} equal parts`,
      'capped-kelly': (p: { fraction: string; max: string }) =>
        `Size: ${p.fraction} of Kelly by its record, at most ${p.max} of its amount`,
    },
    smallerOnly: 'Your limits cap every size; no way makes one larger.',
    bad: { part: 'Above 0 and at most 100 %', count: 'A whole number from 1 to 100' },
    how: 'Choose one, or type its place and numbers of your own, like “2 1.5” or “5 50 20”.',
    saved: 'From its next purchase on.',
  },
  chooseTitle: 'Which bot?',
  sameName: (p: { name: string; count: number }) => `${p.count} bots are called ${p.name}: which one?`,
  /** What tells bots of one name apart. */
  apart: (p: { place: number; account: string; amount: string; strategy: string; since: string; mode: string }) =>
    `${p.place}. ${[p.account, p.amount, p.strategy, `made ${p.since}`, p.mode].filter((part) => part !== '').join(', ')}`,
  buttons: {
    open: (name: string) => name,
    pause: 'Pause',
    resume: 'Resume',
    why: 'Why',
    newBot: 'New bot',
    bots: 'Bots',
    size: 'Size',
    risk: 'Risk',
    exits: 'Stops',
  },

  // Looks.
  looked: (p: { time: string; looked: number }) => `${p.time} looked at ${p.looked}`,
  neverLooked: 'has not looked yet',
  lookingAt: (p: { count: number }) => `Looking at ${p.count} stocks…`,
  left: (p: { count: number; filter: string }) => `${p.count} ${p.filter}`,
  askingYou: 'asking you.',
  noneNow: 'none to ask about now.',
  blockedNow: (p: { name: string }) => `${p.name} passed, but a limit blocks it.`,
  lookTitle: (name: string) => `${name} looked`,

  // The preview: what a risk level means in money.
  previewPosition: (p: { amount: string }) => `Largest position ${p.amount}`,
  cutBy: {
    'position-fraction': 'cut by your account’s largest position',
    'risk-per-trade': 'cut by your account’s largest loss per trade',
    cash: 'cut by the cash there is',
    'equal-weight': 'its equal part',
    'capped-kelly': 'the most you allow its record',
  },
  /** What a way to a size makes of a position, beside the largest one. */
  previewSized: {
    'fixed-fraction': (p: { position: string; at: string }) =>
      `With its stop-loss ${p.at} away a position is ${p.position}; with a nearer one more, never above the largest`,
    'volatility-target': (p: { position: string; at: string }) =>
      `Of a stock that usually moves ${p.at} in a bar a position is ${p.position}; of a livelier one less`,
    'equal-weight': (p: { position: string }) => `Every position is about ${p.position}`,
    'capped-kelly': (p: { position: string }) =>
      `A position is at most ${p.position}, less as its record says; under 20 counted cases nothing is bought`,
  },
  previewStop: (p: { cost: string; count: number | null; floor: string }) =>
    `One stop-out costs about ${p.cost}. ${p.count === null ? '' : `About ${p.count} in a row stop it: `}${p.count === null ? 'Below' : 'below'} ${p.floor} it buys nothing more`,
  previewAfford: (p: { affordable: number; count: number }) =>
    `One position pays for a share of ${p.affordable} of the ${p.count} stocks on its list`,
  previewLively: (p: { stocks: string; more: number; stop: string }) =>
    `Lively for this stop-loss: ${p.stocks} on a usual day${p.more === 0 ? '' : `, and ${p.more} more`}. At most ${p.stop} away, it is soon hit by that alone`,
  previewFilledUp: 'Its list has too few names here: the market’s most traded stocks fill it up',
  previewAssumes: (p: { monthly: string; yearly: string }) =>
    `Drawn up with ${p.monthly} a month (${p.yearly} a year): an assumption, not a promise`,
};

/** Questions of `/newbot`, one at a time. */
export const newBot = {
  amountTitle: 'New bot: how much may it use?',
  amountLine: (p: { cash: string }) => `You have ${p.cash} free. Choose or type an amount.`,
  amountBad: (p: { cash: string }) => `It has to be an amount above 0 and at most ${p.cash}.`,
  riskTitle: (p: { amount: string }) => `${p.amount}: how much risk?`,
  riskLine: (p: { level: string; position: string; loss: string; share: string }) =>
    `${p.level}: largest position ${p.position}, one stop-out about ${p.loss} (${p.share} of the bot)`,
  weeksTitle: (p: { risk: string }) => `${p.risk} risk: for how long?`,
  weeksLine: 'When the time is over it stops buying and asks what to do. Choose, or type a number of weeks.',
  weeksBad: 'It has to be a whole number of weeks from 1 to 520.',
  weeks: (count: number) => (count === 1 ? '1 week' : `${count} weeks`),
  aloneTitle: 'What may it do alone?',
  aloneLine: 'Stop-loss and target never wait for an answer, whatever you choose.',
  aloneButtons: { suggest: 'Only tell', ask: 'Ask first', 'ask-above': 'Ask above a cost', auto: 'Act alone' },
  askAboveTitle: 'Above which cost should it ask?',
  askAboveLine: (p: { position: string }) => `Its largest position is ${p.position}. Choose or type an amount.`,
  askAboveBad: 'It has to be an amount above 0.',
  confirmTitle: (p: { amount: string; risk: string; weeks: string }) =>
    `Start a bot with ${p.amount}, ${p.risk} risk, for ${p.weeks}?`,
  looksBy: (strategy: string) => `Looks for: ${strategy}`,
  otherStrategy: 'Look otherwise',
  ownNumbers: 'Its numbers',
  stocks: {
    button: 'Stocks',
    title: 'Which stocks should it look at, and how often?',
    usual: 'those of its risk level',
    list: (p: { name: string; count: number }) => `your list “${p.name}” (${p.count})`,
    how: (p: { bars: string }) => `Type the number of a list, a length of bar (${p.bars}), or both, like “1 1d”.`,
    chosenList: (name: string) => `Looks only at your list “${name}”`,
    chosenBars: (bars: string) => `Looks at: ${bars}`,
  },
  strategyTitle: 'What should it look for?',
  numbersTitle: (strategy: string) => `Numbers of: ${strategy}`,
  numbersLine: 'Type the place and the new number, like “1 30”.',
  partsLine:
    'Strategies that vote, each with its weight and numbers of its own: “1 ma-cross 2 fast=5 slow=20, pivot 1”.',
  numberBad: (p: { label: string; min: number; max: number }) => `${p.label}: between ${p.min} and ${p.max}.`,
  optionBad: (p: { label: string; options: string }) => `${p.label}: one of ${p.options}.`,
  done: 'Done',
  start: 'Start',
  cancel: 'Cancel',
  levels: riskLevels,
  earlierLevels: earlierRiskLevels,
};
