import type { AccountView } from '#shared/contract/account.ts';
import type { SendChat } from '#shared/contract/chat.ts';
import type { Failure } from '#shared/contract/errors.ts';
import type { Caller } from '#shared/domain/caller.ts';
import { ok, type Result } from '#shared/lib/result.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import type { Reader } from '#shared/words/format-time.ts';
import { awayCards } from './cards/away.ts';
import type { Card } from './cards/card.ts';
import { cardContext, plainCard } from './cards/context.ts';
import { asAllowed } from './commands/as-allowed.ts';
import type { Chat, CommandContext, Desk, NamedCommand } from './commands/command.ts';
import { commandNamed, isCommandWord, runCommand, runDoubted, runNamed, runText } from './commands/dispatch.ts';
import { COMMANDS } from './commands/index.ts';
import { PRESS_TTL_MS } from './commands/late.ts';
import { usualAccount } from './commands/usual-account.ts';
import type { DialogState, DialogStore } from './dialogs/dialog.ts';
import {
  answerDialog,
  DIALOG_VERB,
  goneCard,
  isTooOld,
  leaveDialog,
  openDialogOf,
  startDialog,
  type DialogDeps,
} from './dialogs/run-dialog.ts';

type Desks = Map<string, Promise<Result<Desk, Failure>>>;

/** What is shared by everything said of one request: an account is read once. */
interface Talk extends ConverseDeps {
  readonly desks: Desks;
  /** The account this is said about; undefined: the product's own default. */
  readonly about: string | undefined;
  /** Every account of whoever speaks, asked for once; null: nobody can say. */
  readonly accounts: () => Promise<readonly AccountView[] | null>;
}

export interface ConverseDeps {
  readonly useCases: UseCases;
  readonly dialogs: DialogStore;
  readonly newId: () => string;
}

/** One thing said, typed or pressed, by one person in one chat. */
export interface Said {
  readonly caller: Caller;
  readonly chat: Chat;
  readonly reader: Reader;
  readonly now: WallMs;
  readonly said: Saying;
}

/** A line, a button, or a command that a form or a menu filled in. */
export interface Saying extends SendChat {
  readonly command?: NamedCommand;
  /** When the card whose button this is was shown, wall milliseconds; absent where the app does not tell. */
  readonly shownAt?: number;
  /** It was begun before and cut off: nobody knows how far it came. */
  readonly isAgain?: boolean;
  /** Nobody was here to take it when it was pressed, nobody knows how long ago. */
  readonly isAway?: boolean;
}

/** The conversation every channel shares: a button, an answer to an open question, a command, or the name of a stock. */
export async function converse(deps: ConverseDeps, request: Said): Promise<readonly Card[]> {
  const accounts = once(() => accountsOf(deps, request));
  const talk: Talk = { ...deps, desks: new Map(), accounts, about: await aboutOf(deps, request, accounts) };
  const [back, answers] = await Promise.all([
    backCards(deps, request),
    answersTo(talk, request).then((cards) => asAllowed(cards, contextOf(talk, request, talk.about))),
  ]);
  // Whoever pressed something is answered that first.
  return request.said.text === undefined ? [...answers, ...back] : [...back, ...answers];
}

/** Their first word after days: what happened meanwhile, once, and only where nobody reads along. */
async function backCards({ useCases }: ConverseDeps, { caller, chat, reader, now }: Said): Promise<readonly Card[]> {
  if (chat.kind !== 'private') return [];
  const away = await useCases.tellAway(caller);
  return away.ok && away.value !== null ? awayCards(away.value, { reader, now }) : [];
}

async function answersTo(deps: Talk, request: Said): Promise<readonly Card[]> {
  const { text, verb, command } = request.said;
  if (command !== undefined) return filledIn(deps, request, command);
  if (verb !== undefined) return pressed(deps, request, verb);
  if (text !== undefined) return typed(deps, request, text);
  return [];
}

async function accountsOf({ useCases }: ConverseDeps, { caller }: Said): Promise<readonly AccountView[] | null> {
  const accounts = await useCases.accounts(caller);
  return accounts.ok ? accounts.value.items : null;
}

/** What the screen or the card says, or the group is told of; else what this chat was chosen to be about, or is as a rule. */
async function aboutOf(
  { dialogs }: ConverseDeps,
  { said, chat, caller }: Said,
  accounts: Talk['accounts'],
): Promise<string | undefined> {
  if (said.accountId !== undefined) return said.accountId;
  if (chat.kind === 'group') return chat.group?.accountId ?? undefined;
  const [chosen, known] = await Promise.all([dialogs.account(caller.userId, chat.id), accounts()]);
  return known === null ? (chosen ?? undefined) : usualAccount(known, chosen);
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | null = null;
  return () => (begun ??= work());
}

/** About the account a dialog was begun for: whoever looks elsewhere meanwhile changes nothing. */
function begunFor(deps: Talk, request: Said, { accountId }: DialogState): CommandContext {
  return contextOf(deps, request, accountId ?? request.chat.group?.accountId ?? undefined);
}

async function pressed(deps: Talk, request: Said, verb: string): Promise<readonly Card[]> {
  const context = contextOf(deps, request, deps.about);
  const [word, dialogId, turn, ...value] = verb.split(' ');
  // A nod in the middle of another question leaves that question open; only a new question takes its place.
  if (word !== DIALOG_VERB) return said(verb, context, request.said);
  const open = await openDialogOf(deps, context);
  if (open === null || open.id !== dialogId || String(open.turn) !== turn) return [goneCard(context)];
  return answered(deps, begunFor(deps, request, open), { state: open, text: value.join(' ') });
}

/** As if it had been typed: it ends the question that was open, and `cancel` alone leaves it. */
async function filledIn(deps: Talk, request: Said, command: NamedCommand): Promise<readonly Card[]> {
  const context = contextOf(deps, request, deps.about);
  const open = await openDialogOf(deps, context);
  if (open !== null && command.name === 'cancel' && Object.keys(command.args).length === 0)
    return leaveDialog(deps, context, open);
  await closeOpen(deps, context);
  return runNamed(command, context);
}

async function typed(deps: Talk, request: Said, text: string): Promise<readonly Card[]> {
  const context = contextOf(deps, request, deps.about);
  const [first = ''] = text.split(/\s+/);
  const isCommand = first.startsWith('/') || isCommandWord(first);
  const open = await openDialogOf(deps, context);
  if (open === null) return isCommand ? said(text, context, request.said) : runText(text, context);
  if (!isCommand) return answered(deps, begunFor(deps, request, open), { state: open, text });
  const command = commandNamed(first.replace(/^\//, ''));
  if (command?.name === 'cancel' && !/\s/.test(text.trim())) return leaveDialog(deps, context, open);
  await closeOpen(deps, context);
  return said(text, context, request.said);
}

/** A command line, typed or pressed, unless there is doubt that it is still meant. */
function said(line: string, context: CommandContext, { shownAt, isAgain, isAway }: Saying): Promise<readonly Card[]> {
  if (isAway === true) return runDoubted(line, context, 'away');
  if (isAgain === true) return runDoubted(line, context, 'again');
  const isLate = shownAt !== undefined && context.now - shownAt > PRESS_TTL_MS;
  return isLate ? runDoubted(line, context, 'late') : runCommand(line, context);
}

/** A question left open too long is put away: yesterday's "yes" sells nothing today. */
async function answered(
  deps: DialogDeps,
  context: CommandContext,
  answer: { readonly state: DialogState; readonly text: string },
): Promise<readonly Card[]> {
  if (!isTooOld(answer.state, context.now)) return answerDialog(deps, context, answer);
  await closeOpen(deps, context);
  return [plainCard(context.words.chat.dialogExpired)];
}

/** One thing at a time: a typed command ends the question that was open. */
async function closeOpen(deps: DialogDeps, context: CommandContext): Promise<void> {
  const open = await openDialogOf(deps, context);
  if (open !== null) await deps.dialogs.delete(context.caller.userId, context.chat.id, open.id);
}

function contextOf(deps: Talk, { caller, chat, reader, now }: Said, accountId: string | undefined): CommandContext {
  const { useCases, desks, accounts } = deps;
  const context: CommandContext = {
    useCases,
    caller,
    chat,
    reader,
    words: wordsFor(reader.language),
    now,
    commands: COMMANDS,
    commandNamed,
    accountId,
    desk: (wanted = accountId) => {
      const known = desks.get(wanted ?? '');
      if (known !== undefined) return known;
      const read = readDesk({ useCases, caller, reader, now, accountId: wanted, accounts });
      desks.set(wanted ?? '', read);
      return wanted === undefined ? byItsId(read, desks) : read;
    },
    choose: (chosen) => deps.dialogs.choose(caller.userId, chat.id, chosen),
    open: (kind, data) => startDialog(deps, context, { kind, data }),
  };
  return context;
}

/** The default account is found by its id too. */
async function byItsId(read: ReturnType<typeof readDesk>, desks: Desks): Promise<Result<Desk, Failure>> {
  const found = await read;
  if (found.ok) desks.set(found.value.account.id, read);
  return found;
}

async function readDesk(input: {
  readonly useCases: UseCases;
  readonly caller: Caller;
  readonly reader: Reader;
  readonly now: WallMs;
  readonly accountId: string | undefined;
  readonly accounts: Talk['accounts'];
}): Promise<Result<Desk, Failure>> {
  const { useCases, caller, reader, now, accountId, accounts } = input;
  const [account, market, bots, all] = await Promise.all([
    accountId === undefined ? useCases.defaultAccount(caller) : useCases.account(caller, accountId),
    useCases.market(caller, accountId),
    useCases.bots(caller),
    accounts(),
  ]);
  if (!account.ok) return account;
  const cards = cardContext({
    reader,
    now,
    account: account.value,
    market: market.ok ? market.value : null,
    bots: bots.ok ? bots.value.items : [],
    accounts: all ?? [],
  });
  return ok({ account: account.value, cards });
}
