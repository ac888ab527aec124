import type { AlertFired, AlertView } from '#shared/contract/alert.ts';
import type { InstrumentView } from '#shared/contract/market.ts';
import type { QuoteView } from '#shared/contract/proposal.ts';
import { alertHow, alertText } from '#shared/words/alert-text.ts';
import { figure, percent } from '#shared/words/format.ts';
import { valueText } from '#shared/words/screen-text.ts';
import { button, rows, spread, type Card } from './card.ts';
import { card, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { longName, shortName } from './names.ts';

const CHOICES = 6;
const FOUND = 8;
const MOVES = [5, -5, 10, -10];

function waitsFor(alert: AlertView, context: CardContext): string {
  const { words, reader } = context;
  const name = alert.instrument === null ? '' : shortName(context, alert.instrument);
  const what = alert.indicator === null ? '' : measureText(alert, context);
  return alertText(alert, { words: words.alerts, language: reader.language, name, what });
}

function measureText({ indicator, line }: AlertView, { words }: CardContext): string {
  return valueText({ kind: 'indicator', name: indicator ?? '', ...(line !== null && { line }) }, words);
}

/** The alerts that wait, each with a button that removes it. */
export function alertsCard(alerts: readonly AlertView[], context: CardContext): Card {
  const { alerts: text } = context.words;
  const waiting = alerts.filter(({ state }) => state !== 'done');
  if (waiting.length === 0)
    return card(context, text.none, {
      lines: [text.how],
      buttons: rows([button(context.words.account.chooseStock, 'price')]),
    });
  return card(context, text.title({ count: waiting.length }), {
    lines: [
      ...waiting.map((alert) => text.line({ what: waitsFor(alert, context), how: alertHow(alert, text) })),
      text.how,
    ],
    buttons: spread(
      waiting
        .slice(0, CHOICES)
        .map((alert) => button(text.removeOne({ name: labelOf(alert, context) }), `alert remove ${alert.id}`)),
      3,
    ),
  });
}

function labelOf({ instrument, screen, price }: AlertView, context: CardContext): string {
  if (instrument === null) return (context.reader.language === 'ko' ? screen?.nameKo : screen?.nameEn) ?? '';
  return price === null
    ? instrument.symbol
    : `${instrument.symbol} ${figures(context).price(price, instrument.currency)}`;
}

/** `quote`: the price it was made at, where that is known; it says which way the price has to go, or that it is there. */
export function alertSetCard(alert: AlertView, quote: QuoteView | null, context: CardContext): Card {
  const { alerts: text } = context.words;
  return card(context, text.set({ what: waitsFor(alert, context) }), {
    lines: [...startLines(alert, quote, context), alert.repeats ? text.setEach : text.setOnce],
    buttons: rows([button(text.remove, `alert remove ${alert.id}`)]),
  });
}

function startLines(
  { kind, price, is, instrument }: AlertView,
  quote: QuoteView | null,
  context: CardContext,
): string[] {
  const { alerts: text } = context.words;
  if (kind === 'indicator') return [text.closeThere];
  if (price === null || instrument === null || quote === null) return [];
  const now = { price: figures(context).price(quote.price, instrument.currency) };
  const isThere = is === 'above' ? Number(quote.price) >= Number(price) : Number(quote.price) <= Number(price);
  return [isThere ? text.nowThere(now) : text.now(now)];
}

export function alertRemovedCard(alert: AlertView, context: CardContext): Card {
  const { alerts: text } = context.words;
  return card(context, text.removed({ what: waitsFor(alert, context) }), {
    buttons: rows([button(text.all, 'alert')]),
  });
}

/** "When shall you be told?": moves from the price now; `unclear`: what was said and could not be read. */
export function chooseAlert(
  { instrument, quote, unclear }: { instrument: InstrumentView; quote: QuoteView | null; unclear: string | null },
  context: CardContext,
): Card {
  const { alerts: text } = context.words;
  const name = shortName(context, instrument);
  const ask =
    quote === null
      ? text.whichNoPrice({ name })
      : text.which({ name, price: figures(context).price(quote.price, instrument.currency) });
  return card(context, unclear === null ? ask : text.unclear({ text: unclear }), {
    lines: [...(unclear === null ? [] : [ask]), text.orType],
    buttons: spread(
      MOVES.map((move) => button(percent(move / 100, { signed: true }), `alert ${instrument.symbol} ${move}%`)),
      2,
    ),
    tone: 'choice',
    expects: 'choice',
  });
}

/** It came true. */
export function alertFiredCard({ alert, price, found }: AlertFired, context: CardContext): Card {
  const { alerts: text, account } = context.words;
  const { instrument } = alert;
  const names = found.slice(0, FOUND).map((one) => longName(context, one));
  const more = found.length > FOUND ? [text.more({ count: found.length - FOUND })] : [];
  const first = instrument ?? found[0] ?? null;
  return card(context, firedTitle({ alert, price, found }, context), {
    lines: [...names, ...more, text.firedNote, ...(alert.repeats && alert.price !== null ? [text.firedAgain] : [])],
    buttons: rows([
      first !== null && button(shortName(context, first), `price ${first.symbol}`),
      alert.state !== 'done' && button(text.remove, `alert remove ${alert.id}`),
      alert.screen !== null && button(account.buttons.positions, 'positions'),
    ]),
  });
}

function firedTitle({ alert, price, found }: AlertFired, context: CardContext): string {
  const { words, reader } = context;
  const { fired } = words.alerts;
  const { instrument, screen } = alert;
  if (instrument === null) {
    return fired.screen({
      name: (reader.language === 'ko' ? screen?.nameKo : screen?.nameEn) ?? '',
      count: found.length,
    });
  }
  const name = shortName(context, instrument);
  const at = price ?? alert.price;
  if (at === null) {
    const what = measureText(alert, context);
    return fired.indicator[alert.is ?? 'above']({ name, what, value: figure(alert.value ?? 0, 4) });
  }
  const shown = figures(context).price(at, instrument.currency);
  return alert.percent === null
    ? fired.price({ name, price: shown })
    : fired.percent({ name, percent: percent(alert.percent / 100, { signed: true }), price: shown });
}
