import type {
  APIButtonComponent,
  APIMessageTopLevelComponent,
  RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import type { Language } from '#shared/contract/session.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { barredLines, OPEN, type Card, type CardButton } from '../../cards/card.ts';
import { titleWithWorld } from '../../cards/title.ts';
import { BUTTON, COMPONENT } from './codes.ts';
import { customId } from './custom-id.ts';
import { SAY, withForms } from './forms.ts';
import {
  BUTTONS_PER_ROW,
  CHOICE_MAX,
  CONTENT_MAX,
  cut,
  EMBED_TEXT_MAX,
  LABEL_MAX,
  ROWS_MAX,
  SELECT_OPTIONS_MAX,
  URL_MAX,
} from './limits.ts';
import { bold, plain } from './markdown.ts';

/** What of a message is the same wherever it is sent: a channel, a follow-up, an answer, an edit. */
export type DiscordMessage = Required<
  Pick<RESTPostAPIChannelMessageJSONBody, 'content' | 'embeds' | 'components' | 'allowed_mentions'>
>;

export interface DiscordFrame {
  readonly language: Language;
  /** Where the app can be reached from outside; null: links are left out. */
  readonly origin: string | null;
  /** What this message showed before it was decided; kept readable below. */
  readonly was?: Card | null;
}

/** Buttons beyond two rows of five become a list to choose from. */
const BUTTONS_MAX = 2 * BUTTONS_PER_ROW;

/**
 * A card as a message. All that is said stands in the content, because people can switch embeds off and a lock screen
 * shows nothing else; only what does not fit there is an embed. Nobody is ever mentioned.
 */
export function renderForDiscord(card: Card, frame: DiscordFrame): DiscordMessage {
  const words = wordsFor(frame.language);
  const was = frame.was ?? null;
  const quoted =
    was === null ? [] : [titleWithWorld(was, frame.language), ...was.lines].map((line) => `> ${plain(line)}`);
  const lines = [...[...card.lines, ...barredLines(card)].map(plain), ...quoted];
  const { content, rest } = fitted(bold(titleWithWorld(card, frame.language)), lines, words.discord.tooLong);
  return {
    content,
    embeds: rest === '' ? [] : [{ description: rest }],
    components: componentsOf(card, frame),
    allowed_mentions: { parse: [] },
  };
}

/** The title and as many whole lines as fit; what is left over goes into `rest`, and what fits neither is named. */
function fitted(title: string, lines: readonly string[], tooLong: string): { content: string; rest: string } {
  const head = cut(title, CONTENT_MAX);
  const [content, left] = filled(head, lines, CONTENT_MAX);
  if (left.length === 0) return { content, rest: '' };
  const [rest, unsaid] = filled('', left, EMBED_TEXT_MAX - tooLong.length - 1);
  return { content, rest: unsaid.length === 0 ? rest : `${rest}\n${tooLong}` };
}

function filled(start: string, lines: readonly string[], max: number): [string, readonly string[]] {
  let text = start;
  for (const [place, line] of lines.entries()) {
    // A line that is longer than everything is cut where it stands.
    const next = text === '' ? cut(line, max) : `${text}\n${line}`;
    if (next.length > max) return [text, lines.slice(place)];
    text = next;
  }
  return [text, []];
}

function componentsOf(card: Card, frame: DiscordFrame): APIMessageTopLevelComponent[] {
  const { discord } = wordsFor(frame.language);
  const rows = withForms(card, discord).map((row) => row.filter((button) => isReachable(button, frame)));
  const all = rows.flat();
  const seen = new Map<string, number>();
  const idOf = ({ verb }: CardButton): string => {
    const id = customId({ verb, accountId: card.accountId ?? undefined });
    const place = seen.get(id) ?? 0;
    seen.set(id, place + 1);
    return place === 0 ? id : customId({ verb, accountId: card.accountId ?? undefined }, place);
  };
  const chosen = all.filter(isChoice);
  if (all.length > BUTTONS_MAX && chosen.length > BUTTONS_PER_ROW) {
    const others = all.filter((button) => !isChoice(button));
    return [selectOf(card, chosen, discord.choose), ...rowsOf(others, (button) => drawn(button, idOf, frame))];
  }
  return rows.flatMap((row) => rowsOf(row, (button) => drawn(button, idOf, frame))).slice(0, ROWS_MAX);
}

function rowsOf(
  buttons: readonly CardButton[],
  draw: (button: CardButton) => APIButtonComponent,
): APIMessageTopLevelComponent[] {
  const rows: APIMessageTopLevelComponent[] = [];
  for (let from = 0; from < buttons.length; from += BUTTONS_PER_ROW) {
    rows.push({ type: COMPONENT.row, components: buttons.slice(from, from + BUTTONS_PER_ROW).map(draw) });
  }
  return rows;
}

/** One of many alike: no link, no form, nothing that stands out. */
function isChoice({ verb, style, disabledReason }: CardButton): boolean {
  return style === 'plain' && disabledReason === null && !verb.startsWith(OPEN) && !verb.startsWith(SAY);
}

/** What a select brings back is its option's value; its own id only says whose account is meant. */
export const PICK = 'pick';

function selectOf(card: Card, choices: readonly CardButton[], placeholder: string): APIMessageTopLevelComponent {
  const options = new Map(
    choices.map(({ label, verb }) => [verb, { label: cut(label, CHOICE_MAX), value: verb.slice(0, CHOICE_MAX) }]),
  );
  return {
    type: COMPONENT.row,
    components: [
      {
        type: COMPONENT.select,
        custom_id: customId({ verb: PICK, accountId: card.accountId ?? undefined }),
        placeholder,
        options: [...options.values()].slice(0, SELECT_OPTIONS_MAX),
      },
    ],
  };
}

function drawn(button: CardButton, idOf: (button: CardButton) => string, frame: DiscordFrame): APIButtonComponent {
  const label = cut(button.label, LABEL_MAX);
  const url = linkOf(button, frame);
  if (url !== null) return { type: COMPONENT.button, style: BUTTON.link, label, url };
  const disabled = button.disabledReason === null ? {} : { disabled: true };
  return { type: COMPONENT.button, style: BUTTON[button.style], label, custom_id: idOf(button), ...disabled };
}

/** The address of a link; null where the button is none or leads nowhere from outside. */
function linkOf({ verb }: CardButton, { origin }: DiscordFrame): string | null {
  if (!verb.startsWith(OPEN)) return null;
  const to = verb.slice(OPEN.length);
  const url = to.startsWith('/') ? (origin === null ? null : `${origin}${to}`) : to;
  return url !== null && /^https:\/\//.test(url) && url.length <= URL_MAX ? url : null;
}

function isReachable(button: CardButton, frame: DiscordFrame): boolean {
  return !button.verb.startsWith(OPEN) || linkOf(button, frame) !== null;
}
