import type {
  HeldStopsView,
  ResearchDone,
  Unprotected,
  WasOff,
  WatchBegan,
  WatchEnded,
} from '#shared/contract/watch.ts';
import { isTroubleUrgent } from '#shared/domain/alerts/alert-kinds.ts';
import { quantity } from '#shared/words/format.ts';
import { dayTime, duration } from '#shared/words/format-time.ts';
import { button, link, rows, type Card, type CardButton } from './card.ts';
import { card, type CardContext } from './context.ts';
import { longName, shortName } from './names.ts';
import { jobName } from './records.ts';

const NAMES_SHOWN = 3;

/** Something has not worked for a while: what, since when, what it means for what is held, what to do. */
export function troubleCard(began: WatchBegan, context: CardContext): Card {
  const { words } = context;
  const { trouble, stops } = began;
  return card(context, titleOf(began, context), {
    lines: [stopsLine(stops, context), words.watch.notes[trouble]],
    buttons: rows(waysOut(began, context)),
    tone: isTroubleUrgent({ ...began }) ? 'act-now' : 'news',
  });
}

/** It works again, and has for a while. */
export function troubleOverCard(ended: WatchEnded, context: CardContext): Card {
  const { words, reader } = context;
  const { trouble, about, lastedMs, stops } = ended;
  const away = duration(lastedMs, reader.language);
  const name = about.held === undefined ? '' : longName(context, about.held);
  const title = words.watch.ended[trouble]({ away, name, broker: words.states.brokers[context.broker] });
  // That something else stands without a stop-loss is not over with it.
  const isBare = stops.byNobody > 0;
  return card(context, title, {
    lines: [stopsLine(stops, context), ...(isBare ? [] : [words.watch.over])],
    buttons: isBare ? rows([button(words.account.buttons.positions, 'positions')]) : [],
  });
}

/** Nobody holds a stop for it: what it is, and the way to one. */
export function unprotectedCard({ held, stops }: Unprotected, context: CardContext): Card {
  const { words } = context;
  const told = { name: longName(context, held), quantity: quantity(held.quantity) };
  return card(context, words.watch.began.unprotected(told), {
    lines: [words.watch.notes.unprotected, stopsLine(stops, context)],
    buttons: rows([
      button(words.watch.buttons.setStop, `stop move ${held.symbol} ${held.holder}`, 'primary'),
      button(words.account.buttons.positions, 'positions'),
    ]),
    tone: 'act-now',
  });
}

/** Said at the next start: from when to when nobody was there, and what became of this account meanwhile. */
export function wasOffCard({ from, to, stops, stood, happened }: WasOff, context: CardContext): Card {
  const { words, reader, now } = context;
  const { briefs, watch } = words;
  const what = [
    happened.bought > 0 && briefs.bought({ count: happened.bought }),
    happened.sold > 0 && briefs.sold({ count: happened.sold }),
    happened.notBought > 0 && briefs.notBought({ count: happened.notBought }),
    happened.unanswered > 0 && watch.unanswered({ count: happened.unanswered }),
    happened.unresolved > 0 && watch.unresolved({ count: happened.unresolved }),
  ].filter((part) => part !== false);
  const isUnwatched = stops.atNod > 0 && !stood;
  return card(context, watch.off({ from: dayTime(from, reader, now), to: dayTime(to, reader, now) }), {
    lines: [
      what.length === 0 ? watch.offNothing : watch.offHappened({ what: what.join(', ') }),
      stopsLine(stops, context),
      ...(isUnwatched ? [watch.offUnwatched] : stops.byNobody > 0 ? [] : [watch.over]),
    ],
    buttons: rows([button(words.account.buttons.positions, 'positions'), button(words.account.buttons.today, 'today')]),
    tone: isUnwatched ? 'act-now' : 'news',
  });
}

export function researchCard(done: ResearchDone, context: CardContext): Card {
  const { words } = context;
  return card(context, researchLine(done, context), { lines: [words.watch.researchNote, words.watch.over] });
}

/** One line, for a brief too. */
export function researchLine({ kind, strategy, symbols }: ResearchDone, { words }: CardContext): string {
  const { strategies } = words.states;
  const named = Object.hasOwn(strategies, strategy) ? strategies[strategy as keyof typeof strategies] : strategy;
  const shown = symbols.slice(0, NAMES_SHOWN).join(', ');
  return words.watch.research({
    what: words.watch.kinds[kind] ?? kind,
    strategy: named,
    symbols: symbols.length > NAMES_SHOWN ? `${shown}, …` : shown,
  });
}

function titleOf({ trouble, since, about }: WatchBegan, context: CardContext): string {
  const { words, reader, now } = context;
  const jobs = about.jobs ?? [];
  const names = jobs.slice(0, NAMES_SHOWN).map((name) => jobName(name, context));
  return words.watch.began[trouble]({
    since: dayTime(since, reader, now),
    broker: words.states.brokers[context.broker],
    names: names.length === 0 ? null : names.join(', ') + (jobs.length > NAMES_SHOWN ? ', …' : ''),
    count: about.count ?? 1,
    name: about.held === undefined ? '' : longName(context, about.held),
    quantity: about.held === undefined ? '' : quantity(about.held.quantity),
  });
}

function stopsLine({ positions, here, ...counts }: HeldStopsView, context: CardContext): string {
  const { words } = context;
  if (positions === 0) return words.account.nothingHeld;
  const names = here.slice(0, NAMES_SHOWN).map((one) => shortName(context, one));
  return words.watch.stops({
    ...counts,
    broker: words.states.brokers[context.broker],
    here: names.length === 0 ? null : names.join(', ') + (here.length > NAMES_SHOWN ? ', …' : ''),
  });
}

function waysOut({ trouble }: WatchBegan, { words }: CardContext): CardButton[] {
  const positions = button(words.account.buttons.positions, 'positions');
  const { health, sent } = words.watch.buttons;
  if (trouble === 'undelivered') return [link(sent, '/more/alerts'), positions];
  return [positions, link(health, '/more/health')];
}
