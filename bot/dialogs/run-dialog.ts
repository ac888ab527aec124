import { plainCard } from '../cards/context.ts';
import type { Card } from '../cards/card.ts';
import type { CommandContext } from '../commands/command.ts';
import { DIALOGS } from './index.ts';
import {
  DIALOG_TTL_MS,
  DialogState,
  type AnyDialog,
  type Asked,
  type Choose,
  type DialogStore,
  type Step,
} from './dialog.ts';

/** The verb of a dialog's button: `d <dialog> <turn> <value>`. */
export const DIALOG_VERB = 'd';

export interface DialogDeps {
  readonly dialogs: DialogStore;
  readonly newId: () => string;
}

/** The open question of this person in this chat; null when there is none, or none that this version understands. */
export async function openDialogOf(deps: DialogDeps, context: CommandContext): Promise<DialogState | null> {
  const stored = DialogState.safeParse(await deps.dialogs.get(context.caller.userId, context.chat.id));
  return stored.success ? stored.data : null;
}

export function isTooOld(state: DialogState, now: number): boolean {
  return now - state.askedAt > DIALOG_TTL_MS;
}

/** Starts a dialog; one that is already open in this chat gives way. */
export async function startDialog(
  deps: DialogDeps,
  context: CommandContext,
  { kind, data }: { readonly kind: string; readonly data: Readonly<Record<string, unknown>> },
): Promise<readonly Card[]> {
  const found = DIALOGS[kind];
  if (found === undefined) throw new Error(`no such dialog: ${kind}`);
  return askNext(deps, context, {
    definition: found,
    after: null,
    state: {
      version: 1,
      id: deps.newId(),
      kind,
      turn: 0,
      data,
      askedAt: context.now,
      ...(context.accountId !== undefined && { accountId: context.accountId }),
    },
  });
}

/** Takes an answer, typed or pressed. What a finished dialog does runs after it was taken away, by one caller only. */
export async function answerDialog(
  deps: DialogDeps,
  context: CommandContext,
  { state, text }: { readonly state: DialogState; readonly text: string },
): Promise<readonly Card[]> {
  const { userId } = context.caller;
  const definition = DIALOGS[state.kind];
  const data = definition?.data.safeParse(state.data);
  if (definition === undefined || data?.success !== true) {
    await deps.dialogs.delete(userId, context.chat.id, state.id);
    return [goneCard(context)];
  }
  const next = await definition.answer(context, data.data, text);
  switch (next.kind) {
    case 'ask':
      return askNext(deps, context, {
        definition,
        after: state,
        state: { ...state, turn: state.turn + 1, data: next.data as DialogState['data'], askedAt: context.now },
      });
    case 'again': {
      const { card, ...asked } = keeping(await definition.ask(context, data.data, choices(state)), data.data);
      // What it says now is what an answer means; one that was given meanwhile is not undone.
      await deps.dialogs.put(userId, context.chat.id, { ...state, data: asked.data as DialogState['data'] }, state);
      return [{ ...card, lines: [next.why, ...card.lines] }];
    }
    case 'leave':
      await deps.dialogs.delete(userId, context.chat.id, state.id);
      return next.cards;
    case 'finish':
      if (!(await deps.dialogs.delete(userId, context.chat.id, state.id))) return [goneCard(context)];
      return next.run();
  }
}

/** `/cancel` in an open dialog, or its own button. */
export async function leaveDialog(
  deps: DialogDeps,
  context: CommandContext,
  state: DialogState,
): Promise<readonly Card[]> {
  await deps.dialogs.delete(context.caller.userId, context.chat.id, state.id);
  return [plainCard(context.words.chat.cancelled)];
}

export function goneCard({ words }: CommandContext): Card {
  return plainCard(words.chat.dialogGone);
}

async function askNext(
  deps: DialogDeps,
  context: CommandContext,
  {
    definition,
    state,
    after,
  }: { readonly definition: AnyDialog; readonly state: DialogState; readonly after: Step | null },
): Promise<readonly Card[]> {
  const known = definition.data.parse(state.data);
  const { card, data } = keeping(await definition.ask(context, known, choices(state)), known);
  // A question that could not be asked (no account, an unknown stock) leaves nothing open.
  if (card.expects === 'none') {
    await deps.dialogs.delete(context.caller.userId, context.chat.id, state.id);
    return [card];
  }
  const shown = { ...state, data: data as DialogState['data'] };
  const isKept = await deps.dialogs.put(context.caller.userId, context.chat.id, shown, after);
  return isKept || (await isAskedAlready(deps, context, shown)) ? [card] : [goneCard(context)];
}

function keeping(asked: Card | Asked<unknown>, data: unknown): Asked<unknown> {
  return 'card' in asked ? asked : { card: asked, data };
}

/** The same answer given twice at once is one: both show the question that follows. */
async function isAskedAlready(deps: DialogDeps, context: CommandContext, state: DialogState): Promise<boolean> {
  const open = await openDialogOf(deps, context);
  const isSame = open?.id === state.id && open.turn === state.turn;
  return isSame && JSON.stringify(open.data) === JSON.stringify(state.data);
}

function choices(state: DialogState): Choose {
  return (value) => `${DIALOG_VERB} ${state.id} ${state.turn} ${value}`;
}
