import { z } from 'zod';
import { MINUTE_MS } from '#shared/lib/time.ts';
import type { Card } from '../cards/card.ts';
import type { CommandContext } from '../commands/command.ts';

/** Nobody means an answer to a question this old. */
export const DIALOG_TTL_MS = 30 * MINUTE_MS;

/** An open question, as it is stored: plain JSON, so that it survives a restart. */
export const DialogState = z.object({
  version: z.literal(1),
  id: z.string(),
  kind: z.string(),
  /** Grows with every answer; a button of an older turn is refused. */
  turn: z.number().int(),
  data: z.record(z.string(), z.unknown()),
  askedAt: z.number(),
  /** The account it was begun for: an answer means this one, whatever is looked at meanwhile. Absent: the default. */
  accountId: z.string().optional(),
});
export type DialogState = z.infer<typeof DialogState>;

/** A question as it is shown, with what it says kept: the answer means this and nothing newer. */
export interface Asked<Data> {
  readonly card: Card;
  readonly data: Data;
}

/** One question of a dialog. */
export type Step = Pick<DialogState, 'id' | 'turn'>;

/** What is kept of a chat: the open question, one per person and chat, and which account it is about. */
export interface DialogStore {
  get(userId: string, chatId: string): Promise<unknown>;
  /**
   * False, and nothing is kept, where the question that was answered is no longer the open one: of two answers at once one
   * goes on. `after` null: a new question, which takes the place of any other.
   */
  put(userId: string, chatId: string, state: DialogState, after: Step | null): Promise<boolean>;
  /** True for the one call that removed this very dialog: what a dialog does, it does once. */
  delete(userId: string, chatId: string, dialogId: string): Promise<boolean>;
  /** Null: nobody chose one. */
  account(userId: string, chatId: string): Promise<string | null>;
  choose(userId: string, chatId: string, accountId: string): Promise<void>;
}

/** A choice of the present question, as a button's verb. */
export type Choose = (value: string) => string;

export type Next<Data> =
  /** Go on with this; `ask` draws the next open question. */
  | { readonly kind: 'ask'; readonly data: Data }
  /** Not an answer: say why and ask the same again. */
  | { readonly kind: 'again'; readonly why: string }
  /** Nothing is left to ask: the dialog is taken away first, then this runs, once. */
  | { readonly kind: 'finish'; readonly run: () => Promise<readonly Card[]> }
  /** It ends here without doing anything. */
  | { readonly kind: 'leave'; readonly cards: readonly Card[] };

/** A question asked one step at a time. Its state is what was answered so far; the first gap is the next question. */
export interface Dialog<Data> {
  readonly kind: string;
  readonly data: z.ZodType<Data>;
  readonly ask: (context: CommandContext, data: Data, choose: Choose) => Promise<Card | Asked<Data>>;
  readonly answer: (context: CommandContext, data: Data, text: string) => Promise<Next<Data>>;
}

export type AnyDialog = Dialog<unknown>;

/** Forgets the type of a dialog's data: only its own schema makes what its steps get. */
export function dialog<Data>(definition: Dialog<Data>): AnyDialog {
  return definition as unknown as AnyDialog;
}
