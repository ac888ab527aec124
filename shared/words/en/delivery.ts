import type { AlertKind, AlertLevel } from '../../domain/alerts/alert-kinds.ts';
import type { AlertChannel, Loudness } from '../../domain/alerts/settings.ts';

/** Of messages themselves, where they go, and what became of them. */
export const delivery = {
  stillOpen: (p: { question: string }) => `Still waiting for you: ${p.question}`,
  together: (p: { count: number }) => `${p.count} pieces of news in a minute`,
  kinds: {
    'exit-failed': 'A sale that failed or is not confirmed',
    unprotected: 'A position without a stop-loss',
    unresolved: 'An order or a difference nobody settled',
    halt: 'Buying stopped by a limit',
    'broker-lost': 'Broker lost while Nod holds a stop-loss',
    access: 'A new device, key or chat',
    watch: 'Nod itself does not work',
    question: 'Proposals',
    fill: 'Bought, or sold in part',
    sold: 'Sold: stop-loss, target, or by you',
    'not-bought': 'Not bought: refused or missed',
    order: 'Steps of an order',
    bot: 'Bots made, paused, deleted',
    ending: 'A bot that ends, or stops asking',
    account: 'Account and connection',
    price: 'Alerts you set',
    research: 'Signals, screens, jobs',
    'brief-morning': 'Before the market opens',
    'brief-close': 'After the close',
    'brief-week': 'The week, on Saturday',
  } satisfies Record<AlertKind, string>,
  levels: {
    'act-now': 'Act now',
    proposal: 'Proposals',
    news: 'News',
    brief: 'Briefs',
  } satisfies Record<AlertLevel, string>,
  levelNotes: {
    'act-now': 'Heard in quiet hours too, and once more elsewhere after 5 minutes. One channel always stays on.',
    proposal: 'Heard once, with one silent reminder. Silent in quiet hours, unless the bot has asking hours.',
    news: 'Told at once, silent in quiet hours. Fills are always silent.',
    brief: 'Never a message of its own.',
  } satisfies Record<AlertLevel, string>,
  channels: { telegram: 'Telegram', discord: 'Discord', push: 'Your devices', web: 'Chat here' } satisfies Record<
    AlertChannel,
    string
  >,
  loudness: { on: 'On', silent: 'Silent', off: 'Off' } satisfies Record<Loudness, string>,
  /** What became of one, with its time. */
  delivered: (p: { time: string; by: string; after: string | null }) =>
    p.after === null ? `Delivered ${p.time} by ${p.by}` : `Delivered ${p.time} by ${p.by} after ${p.after} failed`,
  waiting: (p: { by: string; after: string | null }) =>
    p.after === null ? `On its way by ${p.by}` : `On its way by ${p.by}; ${p.after} failed`,
  due: (p: { time: string; by: string }) => `Due ${p.time} by ${p.by}`,
  undelivered: 'Not delivered: no channel took it for a day',
  unneeded: 'Not needed any more when its turn came',
  and: ' and ',
  whys: { first: 'first', copy: 'copy', repeat: 'said again', reminder: 'reminder' },
};
