import type { LossReason } from '../../contract/account.ts';

/** At the start of a sentence. */
const first = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The account, its safety, its history, prices, jobs, settings. Parameters are formatted unless they are counts. */
export const account = {
  todayTitle: (p: { value: string; result: string | null }) =>
    `${p.value}${p.result === null ? '' : `, today ${p.result}`}`,
  valueUnknown: 'Value not known right now',
  protectedAll: (p: { count: number }) => `Protected ${p.count} of ${p.count}`,
  protectedSome: (p: { protected: number; count: number }) =>
    `Act now: only ${p.protected} of ${p.count} positions have a stop-loss`,
  nothingHeld: 'No positions, nothing at risk',
  heldByNod: (p: { count: number }) =>
    `${p.count === 1 ? '1 stop' : `${p.count} stops`} held by Nod, only while it runs`,
  brokerChecked: (p: { broker: string; ago: string }) => `compared with ${p.broker} ${p.ago}`,
  waits: (p: { count: number }) => (p.count === 1 ? '1 proposal waits for you' : `${p.count} proposals wait for you`),
  unresolved: (p: { count: number }) =>
    p.count === 1 ? '1 order is not confirmed yet' : `${p.count} orders are not confirmed yet`,
  nothingNeedsYou: 'Nothing needs you.',
  cash: (p: { cash: string }) => `Cash ${p.cash}`,
  setAside: (p: { amount: string }) => `${p.amount} set aside for orders`,
  mode: (p: { mode: string; reason: string | null }) =>
    `${p.mode.charAt(0).toUpperCase()}${p.mode.slice(1)}${p.reason === null ? '' : `: ${p.reason}`}`,
  recovering: 'Catching up with the broker: buying waits',

  positionsNone: 'No positions',
  positionsTitle: (p: { count: number; value: string | null }) =>
    `${p.count === 1 ? '1 position' : `${p.count} positions`}${p.value === null ? '' : `, ${p.value}`}`,
  position: (p: { quantity: string; name: string; price: string; result: string; share: string | null }) =>
    `${p.quantity} ${p.name} at ${p.price}: ${p.result}${p.share === null ? '' : ` (${p.share})`}`,
  positionStop: (p: { stop: string; distance: string | null; heldBy: string }) =>
    `Stop-loss ${p.stop}${p.distance === null ? '' : `, ${p.distance} away`}, held by ${p.heldBy}`,
  positionNoStop: 'Nobody holds a stop-loss for it',
  holder: (p: { who: string; quantity: string }) => `${p.who}: ${p.quantity}`,
  chooseStock: 'Which stock?',
  chooseStockLine: 'Choose, or type its name.',
  choosePosition: 'Which position?',

  stopTitle: 'What should stop?',
  stopBuying: 'Stop buying: no new purchases, what is held stays protected',
  sellEverything: (p: { count: number; value: string | null }) =>
    `Sell everything: ${p.count === 1 ? '1 position' : `${p.count} positions`}${p.value === null ? '' : `, now ${p.value}`}, at the market price`,
  sellEverythingNone: 'Sell everything: nothing is held now; everything stays stopped until you start it again',
  moveStop: 'Move a stop-loss: choose a position',
  buttons: {
    stopBuying: 'Stop buying',
    sellEverything: 'Sell everything',
    moveStop: 'Move a stop-loss',
    resume: 'Start buying again',
    pending: 'Proposals',
    positions: 'Positions',
    bots: 'Bots',
    today: 'Today',
    no: 'No, leave it',
    history: 'What happened',
    staySafe: 'Stay stopped',
    halfSize: 'Half size',
    tryNow: 'Try now',
    newKeys: 'Enter new keys',
    openBroker: (broker: string) => `Open ${broker}`,
  },
  sellingAll: 'Selling everything',
  sellingAllNote: (p: { count: number }) =>
    p.count === 0
      ? 'Nothing is held. Everything stays stopped until you start it again.'
      : `${p.count === 1 ? '1 position is' : `${p.count} positions are`} being sold; you get a message for each. Nothing is confirmed sold yet.`,
  buyingStopped: 'Buying stopped',
  buyingStoppedNote:
    'No new purchases, open buy orders are being cancelled. What is held keeps its stop-loss and target.',
  halted: 'Buying stopped, and only protection sells',
  haltedCounts: (p: { cancelled: number; positions: number }) =>
    `${p.cancelled === 1 ? '1 order is' : `${p.cancelled} orders are`} being cancelled; ${p.positions === 1 ? '1 position keeps its stop' : `${p.positions} positions keep their stops`}.`,
  sellingCounts: (p: { cancelled: number; positions: number }) =>
    `${p.cancelled === 1 ? '1 order is' : `${p.cancelled} orders are`} being cancelled; ${p.positions === 1 ? '1 position is' : `${p.positions} positions are`} being sold. Nothing is confirmed sold yet.`,
  stoppedCounts: (p: { cancelled: number; positions: number }) =>
    `${p.cancelled === 1 ? '1 order is' : `${p.cancelled} orders are`} being cancelled; ${p.positions === 1 ? '1 position keeps its stop' : `${p.positions} positions keep their stops`}.`,
  /** What lifts a mode. */
  lifts: {
    reducing: 'Anybody who may trade here can start buying again.',
    halted: 'Starting again needs you: it asks you to confirm that it is you.',
  },
  /** What stopped buying by itself and lifts by itself, and what nothing lifts. */
  liftsByItself: {
    'clock-skew': 'It lifts by itself when the clock is right again.',
    'stale-data': 'It lifts by itself when new prices come in.',
    'account-closed': 'It stays to be read; nothing is bought here again.',
  } as Readonly<Record<string, string>>,
  /** What follows from a loss, beside what lifts it. */
  afterLoss: {
    'daily-loss': 'Nothing more is bought today, whoever starts it again.',
    drawdown: 'Started again, bots buy half their usual size until you allow more.',
    'stop-outs': 'Nothing is bought until fewer of them are recent; that lifts by itself.',
  } satisfies Record<LossReason, string>,
  /** Beside a loss: what the market did over the same time. */
  meanwhile: (p: { name: string; result: string }) => `Over the same time ${p.name}: ${p.result}.`,
  wholeMarket: 'all stocks of this market alike',
  tooManyStopOuts: 'Buying rests after too many stop-losses',
  limitsLocked: (p: { until: string }) => `Limits can only be tightened until ${p.until}.`,
  connectionLost: (p: { broker: string; since: string | null }) =>
    `${first(p.broker)} can’t be reached${p.since === null ? '' : ` since ${p.since}`}`,
  stopsThere: (p: { count: number }) => `${p.count === 1 ? '1 stop works' : `${p.count} stops work`} there.`,
  stopsHere: (p: { count: number; names: string | null }) =>
    `${p.count}${p.names === null ? '' : ` (${p.names})`} ${p.count === 1 ? 'waits' : 'wait'} for us.`,
  noBuysTrying: 'No new buys; trying every 30 s.',
  connectionBack: (p: { broker: string; away: string | null }) =>
    `${first(p.broker)} is back${p.away === null ? '' : ` after ${p.away}`}`,
  connectionBackNote: 'Everything there was read again before anything new is sent.',
  connectionSlow: (p: { broker: string }) => `${first(p.broker)} limits us for a while`,
  connectionSlowNote: 'Orders and stops go first; prices and lists come later.',
  connectionNeedsYou: (p: { broker: string }) => `Needs you: ${p.broker}`,
  keysForgotten: (p: { broker: string }) => `Everything is sold, and the keys of ${p.broker} are forgotten`,
  keysForgottenNote: 'Nod can no longer see or trade that account. What happened there stays to be read here.',
  restored: 'Nod was restored from a backup or a copy',
  restoredNote: 'It reads the broker’s book first and sends nothing until that is done.',
  running: 'Running again',
  runningNote: 'Bots may ask and buy again within your limits.',
  alreadyRunning: 'Nothing is stopped',

  historyNone: 'Nothing booked yet',
  historyTitle: (p: { count: number }) => (p.count === 1 ? 'Last booking' : `Last ${p.count} bookings`),
  history: (p: { time: string; type: string; what: string | null; amount: string; result: string | null }) =>
    `${p.time} · ${p.type}${p.what === null ? '' : ` ${p.what}`} · ${p.amount}${p.result === null ? '' : ` (result ${p.result})`}`,
  historyWhat: (p: { quantity: string; name: string; price: string | null }) =>
    `${p.quantity} ${p.name}${p.price === null ? '' : ` at ${p.price}`}`,

  reviewTitle: (p: { value: string; result: string }) => `${p.value}, ${p.result} since the start`,
  reviewSettled: (p: { settled: string; count: number }) =>
    `Settled ${p.settled} in ${p.count === 1 ? '1 sale' : `${p.count} sales`}`,
  reviewList: (p: { results: string }) => `Closed: ${p.results}`,
  reviewFew: 'too few to judge',
  reviewNone: 'Nothing was sold yet, so there is no result to review',
  reviewPeak: (p: { drawdown: string; allowed: string }) => `${p.drawdown} below the peak, ${p.allowed} allowed`,

  periods: {
    title: {
      day: (p: { result: string; count: number }) =>
        `By day: ${p.result} settled in ${p.count === 1 ? '1 sale' : `${p.count} sales`}`,
      week: (p: { result: string; count: number }) =>
        `By week: ${p.result} settled in ${p.count === 1 ? '1 sale' : `${p.count} sales`}`,
      month: (p: { result: string; count: number }) =>
        `By month: ${p.result} settled in ${p.count === 1 ? '1 sale' : `${p.count} sales`}`,
    },
    /** `begins`: the first day of it. */
    line: (p: { begins: string; result: string; count: number }) =>
      `${p.begins}: ${p.result} in ${p.count === 1 ? '1 sale' : `${p.count} sales`}`,
    notAll: (p: { count: number }) => `Of the last ${p.count} sales; older ones are in the app.`,
  },

  riskTitle: 'Limits of this account',
  limits: {
    botSizeFractionMax: (v: string) => `Bots buy at most ${v} of their usual size`,
    horizonSplit: (p: { short: string; mid: string; long: string }) =>
      `Bots may invest ${p.short} of the account for days, ${p.mid} for weeks, ${p.long} for months`,
    noHorizonSplit: 'Not split: how much of the account bots may hold for days, for weeks and for months',
  },
  splitWrong: (p: { total: string }) => `The three parts total ${p.total}, they have to total 100%`,
  splitHow: 'Three numbers: for days, for weeks, for months. Together 100.',
  splitOffer: 'The buttons split it: percent for days / for weeks / for months. Any three that total 100 can be typed.',
  splitButton: (p: { parts: string }) => `Split ${p.parts}`,
  splitEnd: 'No split',

  price: (p: { name: string; price: string }) => `${p.name}: ${p.price}`,
  priceUnknown: (p: { name: string }) => `${p.name}: price not known`,
  priceMeta: (p: { at: string; source: string; change: string | null }) =>
    `${p.change === null ? '' : `${p.change} in a day. `}Price of ${p.at} (${p.source})`,
  held: (p: { quantity: string; average: string; result: string }) =>
    `You hold ${p.quantity}, bought at ${p.average}: ${p.result}`,
  notHeld: 'You hold none',
  waitsHere: (p: { bot: string }) => `${p.bot} asks about it: see the proposals`,
  botSees: (p: { bot: string; what: string }) => `${p.bot}: ${p.what}`,
  botClosest: (filter: string) => `closest, but ${filter}`,
  several: (p: { query: string }) => `Which one is “${p.query}”?`,
  noneFound: (p: { query: string }) => `Nothing here is called “${p.query}”`,
  nearest: 'These come closest:',

  jobsTitle: 'Scheduled work',
  job: (p: { name: string; enabled: boolean; last: string | null; result: string | null; next: string | null }) =>
    `${p.name}: ${p.enabled ? (p.next === null ? 'at each close' : `next ${p.next}`) : 'switched off'}${p.last === null ? '' : `, last ${p.last}${p.result === null ? '' : ` ${p.result}`}`}`,
  jobStarted: (p: { name: string }) => `${p.name}: started`,
  jobRun: (p: { name: string }) => `Run: ${p.name}`,
  health: (p: { status: string }) => p.status,
  healthLine: (p: { version: string; time: string }) => `Version ${p.version}, ${p.time}`,

  settingsTitle: 'Settings',
  settingsLanguage: (p: { language: string }) => `Language: ${p.language}`,
  settingsMore: 'Keys, devices and appearance are in the app under More.',
  languages: { en: 'English', ko: '한국어' },
  languageSet: 'Nod speaks English now',

  watchTitle: (p: { name: string; count: number }) => `${p.name}: ${p.count === 1 ? '1 stock' : `${p.count} stocks`}`,
  watchNone: 'No watchlist yet',
  watchHow: 'Open a stock with its name, then press Watch.',
  watchAdded: (p: { name: string; list: string }) => `${p.name} is on ${p.list}`,
  watchRemoved: (p: { name: string; list: string }) => `${p.name} is off ${p.list}`,
  watchDefault: 'My list',
  watchMissing: (name: string) => `${name}: not in this market`,
  watch: 'Watch',
  alert: 'Alert',
  unwatch: 'Stop watching',
  buy: 'Buy',
  sell: 'Sell',
};
