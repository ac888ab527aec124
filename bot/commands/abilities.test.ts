import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '#shared/domain/event-type.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import type { CommandName } from './command.ts';
import { commandNamed } from './dispatch.ts';
import { COMMANDS } from './index.ts';

/*
 * What comparable programs can be told in a chat, and how it is said here. A name of ours: their word works as it stands,
 * it is one of our own or an alias. `[name, how]`: said in another way. A sentence: why there is nothing to say.
 */
type Place = readonly [CommandName, string] | string;

const NO_SHORTS = 'Nod sells only what is held';
const IN_THE_APP = 'keys and devices are in the app: nothing secret is typed into a chat';
const BY_ITSELF = 'it happens by itself, at every start and every 30 seconds';
const NO_TOKENS = 'there are no tokens and pools, only shares';
const NO_MODEL = 'no language model speaks here: every sentence is a stored fact';

const ABILITIES: Readonly<Record<string, Readonly<Record<string, Place>>>> = {
  freqtrade: {
    start: 'today',
    stop: 'stop',
    pause: 'pause',
    stopentry: 'pause',
    stopbuy: 'pause',
    reload_config: 'what is changed counts at once',
    show_config: 'bots',
    logs: 'the log is for whoever runs Nod (`nod logs`); what happened to money is in orders and history',
    help: 'help',
    version: 'health',
    tg_info: 'linking needs no ids: a code from the app does it',
    status: 'today',
    order: 'orders',
    trades: 'history',
    count: 'risk',
    locks: 'block',
    unlock: 'block',
    marketdir: 'bots read the market themselves, nobody tells them its direction',
    list_custom_data: 'strategies keep no data of their own',
    forceexit: 'close',
    fx: 'close',
    forcelong: 'buy',
    forceshort: NO_SHORTS,
    delete: 'a booking is never deleted',
    reload_trade: BY_ITSELF,
    cancel_open_order: 'cancel',
    coo: 'cancel',
    profit: 'review',
    profit_long: ['review', 'there are only long positions'],
    profit_short: NO_SHORTS,
    performance: 'review',
    balance: 'positions',
    daily: 'review',
    weekly: 'review',
    monthly: 'review',
    stats: 'review',
    exits: ['history', 'each sale names what it was: stop-loss, target, strategy, by hand'],
    entries: ['why', 'each purchase keeps its reasons'],
    mix_tags: ['review', 'the record of nods: approved, skipped, unanswered, each with its result'],
    whitelist: 'watch',
    blacklist: 'block',
    bl_delete: 'block',
    health: 'health',
    edge: ['risk', 'sizes by the record of a setup are one way to a size, with its limit'],
    buys: ['why', 'each purchase keeps its reasons'],
    sells: ['history', 'each sale names what it was'],
  },
  Condor: {
    start: 'today',
    portfolio: 'positions',
    bots: 'bots',
    new_bot: 'newbot',
    executors: ['orders', 'what works at the broker now'],
    trade: 'buy',
    swap: NO_TOKENS,
    lp: NO_TOKENS,
    routines: 'jobs',
    agent: NO_MODEL,
    servers: 'one Nod is one server',
    keys: IN_THE_APP,
    gateway: NO_TOKENS,
    web: 'a card links to its page where the app has an address',
    admin: 'who may do what is set in the app, confirmed by a passkey',
    update: 'a new version is started by whoever runs it; nothing is lost by that',
  },
  OpenAlgo: {
    start: 'today',
    help: 'help',
    link: 'settings',
    unlink: 'settings',
    status: 'today',
    orderbook: 'orders',
    tradebook: 'history',
    positions: 'positions',
    holdings: 'positions',
    funds: 'today',
    pnl: 'today',
    quote: 'price',
    chart: 'price',
    closeall: 'stop',
    stoppython: ['pause', 'a bot by its name'],
    mode: 'account',
    menu: 'help',
  },
  OctoBot: {
    start: 'today',
    ping: 'health',
    portfolio: 'positions',
    open_orders: 'orders',
    trades_history: 'history',
    profitability: 'review',
    fees: 'every result is after fees and tax; a proposal names them before',
    sell_all: 'close',
    sell_all_currencies: 'stop',
    set_risk: 'risk',
    market_status: ['today', 'when each bot looks next; a stock’s own price is under price'],
    configuration: 'settings',
    refresh_portfolio: BY_ITSELF,
    version: 'health',
    stop: 'stop',
    restart: BY_ITSELF,
    pause: 'pause',
    resume: 'resume',
    help: 'help',
  },
  PRISM: {
    start: 'today',
    help: 'help',
    rules: 'risk',
    chatid: 'linking needs no ids: a code from the app does it',
    cancel: 'cancel',
    memories: NO_MODEL,
    triggers: 'screen',
    report: 'price',
    us_report: ['price', 'one word for every market'],
    history: 'history',
    evaluate: 'review',
    us_evaluate: ['review', 'one word for every market'],
    journal: ['history', 'what was booked; the reasons of each are under why'],
    signal: 'signals',
    us_signal: ['signals', 'one word for every market'],
    theme: 'no news is read, so no theme is made of it',
    us_theme: 'no news is read, so no theme is made of it',
    ask: 'why',
    insight: 'why',
  },
  OpenAlice: {
    link: 'settings',
    status: 'today',
    test: 'the app sends a test message, beside what became of the last ones',
    settings: 'settings',
    inbox: 'pending',
    uta: 'account',
    model: NO_MODEL,
  },
  MAHORAGA: {
    status: 'today',
    enable: 'resume',
    disable: 'pause',
    config: ['bots', 'each bot’s card says how it is set'],
    logs: 'the log is for whoever runs Nod (`nod logs`)',
    trigger: 'jobs',
    kill: 'stop',
    mcp: 'programs use the API with a token of their own; a chat is for people',
  },
};

/** What freqtrade says by itself, and the event that says it here. */
const EVENTS: Readonly<Record<string, string>> = {
  status: 'mode.changed',
  warning: 'connection.lost',
  startup: 'account.restored',
  entry: 'order.accepted',
  entry_fill: 'order.filled',
  entry_cancel: 'order.cancelled',
  'exit (roi)': 'position.closed',
  'exit (emergency_exit)': 'exit.blocked',
  'exit (force_exit)': 'position.closed',
  'exit (exit_signal)': 'position.closed',
  'exit (trailing_stop_loss)': 'position.closed',
  'exit (stop_loss)': 'position.closed',
  'exit (stoploss_on_exchange)': 'position.closed',
  'exit (custom_exit)': 'position.closed',
  'exit (partial_exit)': 'order.partly-filled',
  exit_cancel: 'order.cancelled',
  exit_fill: 'position.closed',
  protection_trigger: 'account.tripped',
  protection_trigger_global: 'mode.changed',
  strategy_msg: 'bot.first-look',
  show_candle: 'a proposal comes with its chart',
};

/** freqtrade's protections, and the check that is one here. */
const PROTECTIONS = {
  StoplossGuard: 'stop-out-guard',
  MaxDrawdown: 'drawdown',
  LowProfitPairs: 'low-performer',
  CooldownPeriod: 'cooldown',
} as const;

const NAMES: ReadonlySet<string> = new Set(COMMANDS.map(({ name }) => name));
const isName = (text: string): text is CommandName => NAMES.has(text);
/** A reason is a clause, not a word. */
const isReason = (text: string): boolean => text.split(' ').length >= 4;

describe.each(Object.entries(ABILITIES))('what %s can be told', (_, words) => {
  it.each(Object.entries(words))('/%s has its place or a reason', (theirs, place) => {
    if (typeof place !== 'string') {
      expect(isName(place[0])).toBe(true);
      expect(isReason(place[1]), place[1]).toBe(true);
    } else if (isName(place)) {
      expect(commandNamed(theirs)?.name).toBe(place);
    } else {
      expect(isReason(place), place).toBe(true);
      // What has a command needs no excuse.
      expect(commandNamed(theirs)).toBeNull();
    }
  });
});

it('what freqtrade says by itself is said here by an event, or has a reason', () => {
  const types: ReadonlySet<string> = new Set(EVENT_TYPES);
  for (const [theirs, place] of Object.entries(EVENTS)) expect(types.has(place) || isReason(place), theirs).toBe(true);
});

it('every protection of freqtrade is a check here', () => {
  const { checkNames } = wordsFor('en');
  for (const check of Object.values(PROTECTIONS)) expect(Object.keys(checkNames)).toContain(check);
});
