import type { PictureRef } from '#shared/contract/picture.ts';
import type { World } from '#shared/domain/market.ts';

/** What a card asks of its reader: nothing, an answer, a choice, or to act now. Channels draw and sound by it. */
export type Tone = 'news' | 'question' | 'choice' | 'act-now' | 'error';

/** `verb` is a command with its arguments: what comes back when the button is pressed. */
export interface CardButton {
  readonly label: string;
  readonly verb: string;
  readonly style: 'primary' | 'plain' | 'danger';
  /** Why it cannot be pressed; null when it can. */
  readonly disabledReason: string | null;
}

/** One message, as plain data in the reader's language; a channel only draws it. */
export interface Card {
  /** The account it speaks of; null where it speaks of none. Its buttons mean this account, whatever is looked at. */
  readonly accountId: string | null;
  /** Null only where nothing of a market is said (help, settings). */
  readonly world: World | null;
  /** `YYYY-MM-DD` of a replay; null elsewhere. */
  readonly worldDate: string | null;
  readonly title: string;
  readonly lines: readonly string[];
  /** At most two rows. */
  readonly buttons: readonly (readonly CardButton[])[];
  readonly proposalId: string | null;
  /** What a channel that can shows above it; the words are whole without. */
  readonly picture: PictureRef | null;
  /** The proposal, order or backtest whose present state this card is: a channel that can edit keeps one message of it. */
  readonly stands: string | null;
  readonly tone: Tone;
  /** What a dialog step waits for. */
  readonly expects: 'text' | 'choice' | 'none';
}

export const MAX_BUTTON_ROWS = 2;
/** Telegram's callback_data; Discord and the web allow more. */
export const MAX_VERB_BYTES = 64;
/** An asking card, and any card under a picture: title and lines, in every language. */
export const MAX_ASKING_CARD_CHARACTERS = 900;

export function button(label: string, verb: string, style: CardButton['style'] = 'plain'): CardButton {
  return { label, verb, style, disabledReason: null };
}

/** Why some of its buttons cannot be pressed, each reason once behind the buttons it is about. */
export function barredLines({ buttons }: Pick<Card, 'buttons'>): string[] {
  const labels = new Map<string, string[]>();
  for (const { label, disabledReason } of buttons.flat())
    if (disabledReason !== null) labels.set(disabledReason, [...(labels.get(disabledReason) ?? []), label]);
  return [...labels].map(([reason, barred]) => `${barred.join(', ')}: ${reason}`);
}

/** What a channel draws as a link: a path of the app, or a whole address. */
export const OPEN = 'open ';

/** A link to a page of the app (`/more/orders/…`) or elsewhere. Channels without addresses leave it out. */
export function link(label: string, to: string): CardButton {
  return button(label, `${OPEN}${to}`);
}

/** Rows without the empty ones, at most two; `perRow` spreads a flat list of choices over them. */
export function rows(...groups: (CardButton | null | false)[][]): CardButton[][] {
  return groups.map((group) => group.filter((item) => item !== null && item !== false)).filter((row) => row.length > 0);
}

/** A flat list of choices over at most two rows, as even as it goes. */
export function spread(choices: readonly CardButton[], perRow: number): CardButton[][] {
  const width = choices.length <= perRow ? perRow : Math.ceil(choices.length / MAX_BUTTON_ROWS);
  return rows(choices.slice(0, width), choices.slice(width, width * MAX_BUTTON_ROWS));
}
