import type { Language } from '#shared/contract/session.ts';
import { barredLines, MAX_BUTTON_ROWS, OPEN, type Card, type CardButton } from '../../cards/card.ts';
import { titleWithWorld } from '../../cards/title.ts';
import { BUTTONS_PER_ROW } from './limits.ts';
import { callbackData } from './verb.ts';

export type TelegramButton =
  { readonly text: string; readonly callback_data: string } | { readonly text: string; readonly url: string };

/** A card as Telegram takes it: text in its HTML, rows of buttons. */
export interface TelegramMessage {
  readonly html: string;
  readonly keyboard: readonly (readonly TelegramButton[])[];
}

export interface Frame {
  readonly language: Language;
  /** What stood there before, kept below. */
  readonly was: Card | null;
  /** The https address of the app; null where it has none: Telegram refuses links to this machine. */
  readonly appUrl: string | null;
  /** Characters a reader sees, entities not counted. */
  readonly characters: number;
}

/**
 * World first and in bold, then the lines, then why a button is missing: Telegram knows none that cannot be pressed. What
 * does not fit is cut at a whole line; the title always stands.
 */
export function renderForTelegram(card: Card, { language, was, appUrl, characters }: Frame): TelegramMessage {
  const title = titleWithWorld(card, language).slice(0, characters - 1);
  const barred = fitting(barredLines(card), characters - title.length);
  const room = characters - [title, ...barred].join('\n').length;
  const lines = [...fitting(card.lines, room), ...barred];
  const main = [`<b>${escaped(title)}</b>`, ...lines.map(escaped)].join('\n');
  const left = characters - [title, ...lines].join('\n').length - 1;
  const quoted = was === null ? [] : fitting([titleWithWorld(was, language), ...was.lines], left);
  const html =
    quoted.length === 0 ? main : `${main}\n<blockquote expandable>${quoted.map(escaped).join('\n')}</blockquote>`;
  const keyboard = card.buttons
    .slice(0, MAX_BUTTON_ROWS)
    .map((row) => row.slice(0, BUTTONS_PER_ROW).flatMap((button) => drawn(button, card, appUrl)))
    .filter((row) => row.length > 0);
  return { html, keyboard };
}

function drawn(button: CardButton, card: Card, appUrl: string | null): TelegramButton[] {
  const { label: text, verb, disabledReason } = button;
  if (disabledReason !== null) return [];
  if (!verb.startsWith(OPEN)) return [{ text, callback_data: callbackData(verb, card.accountId) }];
  const to = verb.slice(OPEN.length);
  if (to.startsWith('https://')) return [{ text, url: to }];
  return appUrl !== null && to.startsWith('/') ? [{ text, url: new URL(to, appUrl).href }] : [];
}

/** As many whole lines as there is room for, each with the break before it. */
function fitting(lines: readonly string[], characters: number): string[] {
  const kept: string[] = [];
  let left = characters;
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) break;
    kept.push(line);
  }
  return kept;
}

/** https://core.telegram.org/bots/api#html-style */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
