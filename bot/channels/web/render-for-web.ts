import type { ChatMessage } from '#shared/contract/chat.ts';
import { picturePath } from '#shared/contract/picture.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { Language } from '#shared/contract/session.ts';
import { MAX_BUTTON_ROWS, type Card } from '../../cards/card.ts';
import { titleWithWorld } from '../../cards/title.ts';

/** What the web chat draws at most; a card that is longer is cut at a whole line. */
export const WEB_TITLE_CHARACTERS = 200;
export const WEB_LINES = 60;
export const WEB_BUTTONS_PER_ROW = 5;

export interface WebMessageFrame {
  readonly id: string;
  readonly at: WallMs;
  readonly language: Language;
}

/** A card as a message of the web chat. */
export function renderForWeb(card: Card, { id, at, language }: WebMessageFrame): ChatMessage {
  return {
    id,
    from: 'nod',
    at: toIso(at),
    title: titleWithWorld(card, language).slice(0, WEB_TITLE_CHARACTERS),
    lines: card.lines.slice(0, WEB_LINES),
    buttons: card.buttons
      .slice(0, MAX_BUTTON_ROWS)
      .map((row) => row.slice(0, WEB_BUTTONS_PER_ROW).map((item) => ({ ...item }))),
    proposalId: card.proposalId,
    picture: card.picture === null ? null : picturePath(card.picture),
    accountId: card.accountId,
    expects: card.expects,
  };
}
