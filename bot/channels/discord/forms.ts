import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { RISK_LEVELS } from '#shared/domain/risk-profile.ts';
import type { Words } from '#shared/words/en.ts';
import { button, type Card, type CardButton } from '../../cards/card.ts';
import { DIALOG_VERB } from '../../dialogs/run-dialog.ts';
import type { Saying } from '../../converse.ts';
import { COMPONENT, TEXT_INPUT } from './codes.ts';
import { customId, type Pressed } from './custom-id.ts';
import { cut, LABEL_MAX, MODAL_TITLE_MAX } from './limits.ts';

/*
 * Over HTTP a bot hears no typed message, so everything that is typed elsewhere is a form here. A form's own id is the
 * verb of the button that opened it; what it brings back is that verb with its fields.
 */

/** `say <verb>`: a button that opens a form with one field; what is written is put behind the verb. */
export const SAY = 'say ';

type DiscordWords = Words['discord'];

const SKIP_REASON = /^(?:skip|reject) (\S+) (\d+) [1-9]$/;
const CHANGE = /^(?:change|edit) (\S+) (\d+)$/;
const NEW_BOT = /^newbot$/;

const SHORT_MAX = 60;
const REASON_MAX = 200;

/** The rows of a card and, where something else than its choices may be said, a button to say it. */
export function withForms(card: Card, words: DiscordWords): (readonly CardButton[])[] {
  const own = card.buttons.flat();
  const rows = [...card.buttons];
  const skip = own.map(({ verb }) => SKIP_REASON.exec(verb)).find((match) => match !== null);
  if (skip?.[1] !== undefined && skip[2] !== undefined) {
    rows.push([button(words.ownWords, `${SAY}skip ${skip[1]} ${skip[2]}`)]);
  }
  if (card.expects === 'text') {
    const turn = own.map(({ verb }) => turnOf(verb)).find((found) => found !== null);
    rows.push([button(words.type, `${SAY}${turn ?? ''}`.trim())]);
  }
  return rows;
}

/** `d <dialog> <turn>` of a choice's verb: an answer to another question than this one is refused. */
function turnOf(verb: string): string | null {
  const [word, dialog, turn] = verb.split(' ');
  return word === DIALOG_VERB && dialog !== undefined && turn !== undefined ? `${word} ${dialog} ${turn}` : null;
}

/** The form that this button opens; null where it opens none. */
export function formFor(pressed: Pressed, words: Words): APIModalInteractionResponseCallbackData | null {
  const { form } = words.discord;
  const { verb } = pressed;
  if (NEW_BOT.test(verb)) {
    return modal(pressed, form.newBotTitle, [
      text('amount', form.amount),
      {
        type: COMPONENT.label,
        label: cut(form.risk, LABEL_OF_FIELD_MAX),
        component: {
          type: COMPONENT.select,
          custom_id: 'risk',
          options: RISK_LEVELS.map((level) => ({ label: words.newBot.levels[level], value: level })),
        },
      },
      text('weeks', form.weeks),
    ]);
  }
  if (CHANGE.test(verb)) return modal(pressed, form.changeTitle, [text('quantity', form.quantity)]);
  if (!isSay(verb)) return null;
  return verb.startsWith(`${SAY}skip `)
    ? modal(pressed, form.reasonTitle, [text('answer', form.reason, { max: REASON_MAX, isLong: true })])
    : modal(pressed, form.answerTitle, [text('answer', form.answer, { placeholder: form.answerAbout })]);
}

function isSay(verb: string): boolean {
  return verb === SAY.trim() || verb.startsWith(SAY);
}

const LABEL_OF_FIELD_MAX = 45;

type Fields = APIModalInteractionResponseCallbackData['components'];

function text(
  name: string,
  label: string,
  { max = SHORT_MAX, isLong = false, placeholder }: { max?: number; isLong?: boolean; placeholder?: string } = {},
): Fields[number] {
  return {
    type: COMPONENT.label,
    label: cut(label, LABEL_OF_FIELD_MAX),
    component: {
      type: COMPONENT.textInput,
      custom_id: name,
      style: isLong ? TEXT_INPUT.paragraph : TEXT_INPUT.short,
      max_length: max,
      required: true,
      ...(placeholder !== undefined && { placeholder: cut(placeholder, LABEL_MAX) }),
    },
  };
}

function modal(pressed: Pressed, title: string, components: Fields): APIModalInteractionResponseCallbackData {
  return { custom_id: customId(pressed), title: cut(title, MODAL_TITLE_MAX), components };
}

/** What a form that was sent in says: a command with its arguments, or an answer behind its verb. */
export function saidByForm({ verb, accountId }: Pressed, fields: Readonly<Record<string, string>>): Saying {
  const about = accountId === undefined ? {} : { accountId };
  if (NEW_BOT.test(verb)) return { ...about, command: { name: 'newbot', args: { ...fields } } };
  const [, proposal, revision] = CHANGE.exec(verb) ?? [];
  if (proposal !== undefined && revision !== undefined)
    return { ...about, command: { name: 'change', args: { ...fields, proposal, revision } } };
  const answer = (fields['answer'] ?? '').trim();
  const prefix = verb.slice(SAY.length);
  return prefix === '' ? { ...about, text: answer } : { ...about, verb: `${prefix} ${answer}` };
}
