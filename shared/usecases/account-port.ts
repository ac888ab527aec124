import type {
  AccountLimitsView,
  AccountView,
  CreateTransaction,
  EquityPoint,
  EventView,
  PositionView,
  TransactionSummary,
  TransactionView,
  UpdateAccount,
  UpdateLimits,
} from '../contract/account.ts';
import type { AwayAccount } from '../contract/away.ts';
import type { AlertView, CreateAlert } from '../contract/alert.ts';
import type {
  BotPreview,
  BotStatus,
  BotView,
  CreateBot,
  EndBot,
  LookView,
  PreviewBot,
  UpdateBot,
} from '../contract/bot.ts';
import type { Failure } from '../contract/errors.ts';
import type { CloseAccount, DeleteBot, DeletedBotView, LeavingView } from '../contract/leaving.ts';
import type { NodSummary, NodView } from '../contract/nods.ts';
import type {
  ApproveProposal,
  ApproveResult,
  CreateOrder,
  MoveStop,
  OrderView,
  ProposalView,
  RejectProposal,
  ReplaceOrder,
  SettleOrder,
} from '../contract/proposal.ts';
import type { ValidationView } from '../contract/receipt.ts';
import type { RiskView } from '../contract/risk.ts';
import type { SellingView } from '../contract/selling.ts';
import type { StepUpReason } from '../contract/step-up.ts';
import type { Caller, ChannelName, Need } from '../domain/caller.ts';
import type { RequestKey } from '../engine/orders/once.ts';
import type { InstrumentId, UserId } from '../domain/ids.ts';
import type { Currency } from '../domain/instrument.ts';
import type { World } from '../domain/market.ts';
import type { Role } from '../domain/role.ts';
import type { ScreenTree } from '../domain/screen-tree.ts';
import type { Result } from '../lib/result.ts';
import type { MarketMs, WallMs } from '../lib/time.ts';

export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** What a bot made with its person's answers: after fees and taxes, in the account's currency, at the last prices. */
export interface OwnScore {
  readonly botId: string;
  readonly name: string;
  readonly autonomy: BotView['autonomy'];
  readonly amount: string;
  /** Market time at which it was made. */
  readonly beganAt: string;
  /** Null while a price or rate is unknown. */
  readonly result: string | null;
  readonly fees: string;
  readonly trades: number;
  readonly questions: {
    readonly asked: number;
    readonly approved: number;
    readonly skipped: number;
    readonly unanswered: number;
  };
}

/** A saved screen as an alert keeps it. */
export interface NamedScreen {
  readonly nameEn: string;
  readonly nameKo: string;
  readonly tree: ScreenTree;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What of a list of orders or bookings is asked for. */
export interface ListFilter extends PageRequest {
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly botId?: string | undefined;
  /** Of instruments that this finds: a symbol, a name in either language, its initial consonants. */
  readonly query?: string | undefined;
  /** Bookings that settled a gain or a loss. */
  readonly result?: 'gain' | 'loss' | undefined;
}

/** A bot's list, resolved by the use case before the account is asked: null is the whole market. */
export interface ResolvedUniverse {
  readonly instrumentIds: readonly InstrumentId[] | null;
  readonly missingNames: readonly string[] | null;
  readonly filledUp: boolean;
  /** Last prices of the list, for "how many can one position afford". */
  readonly prices: readonly number[];
}

/** What an account showed so far. Percent of the money paid in; null where it cannot be said. */
export interface Practice {
  /** Market time of its first day. */
  readonly since: MarketMs;
  /** Market days with a closing value. */
  readonly days: number;
  /** Entries of which something was bought. */
  readonly trades: number;
  readonly resultPercent: number | null;
  readonly deepestFallPercent: number | null;
  /** How much more was paid than the price the question showed, on average, in percent of it. */
  readonly fillVsQuotePercent: number | null;
}

/** What the caller has just confirmed in person. Only use cases say so, after they asked for the proof (as-confirmed.ts). */
export interface Confirmation {
  readonly reason: StepUpReason;
  readonly about: string;
}

/** Who may do what here. `isOpener`: opened the account, and stays its owner. */
export interface GrantedRole {
  readonly userId: string;
  readonly role: Role;
  readonly since: WallMs;
  readonly isOpener: boolean;
}

/** `name` and `by`: the person, and whoever does it, as the others know them. */
export interface RoleRemoval {
  readonly userId: string;
  readonly name: string;
  readonly by: string;
}

export interface RoleChange extends RoleRemoval {
  readonly role: Role;
}

/** A code as it is looked up and compared: what finds it, and the hash of all of it. */
export interface PresentedCode {
  readonly selector: string;
  readonly hash: string;
}

/** `name`: whom it is for; `by`: the owner's own. */
export interface NewInvitation extends PresentedCode {
  readonly role: Role;
  readonly name: string | null;
  readonly by: string;
}

export interface StoredInvitation extends Omit<NewInvitation, keyof PresentedCode> {
  readonly id: string;
  readonly createdAt: WallMs;
  readonly expiresAt: WallMs;
}

/** What a code would give. `userId`: who somebody new becomes by it. */
export interface Invited extends Omit<StoredInvitation, 'id' | 'createdAt'> {
  readonly accountName: string;
  readonly world: World;
  readonly baseCurrency: Currency;
  readonly userId: string;
  readonly secondNodAbove: string | null;
  /** Somebody new took it; they may have been cut off before they were signed in. */
  readonly isTaken: boolean;
}

/** `userId` null: somebody new. */
export interface WhoJoins {
  readonly userId: UserId | null;
  readonly name: string;
  readonly channel: ChannelName;
}

export interface Joined {
  readonly role: Role;
  readonly userId: string;
}

/** How a person's order is asked for, beside what it is. */
export interface Placing {
  /** Under the same key the same request gets its first answer, another one `idempotency-mismatch`. */
  readonly key?: RequestKey | undefined;
  /** Answers as soon as the order is stored to be sent (`sending`); else once the broker has answered. */
  readonly isAnsweredAtOnce?: boolean;
  readonly given?: Confirmation | undefined;
}

type Answer<T> = Promise<Result<T, Failure>>;

/** What whoever makes a bot may say beside its settings. */
export interface NewBotHow {
  /** It buys when somebody says so. */
  readonly isPaused?: boolean;
  /** What it is called where nobody gave a name, with a number where another is called so. */
  readonly ownName?: string;
  readonly given?: Confirmation | undefined;
}

/**
 * One trading account. Every method checks the caller's grant on this account first (`not-allowed`) and a token's
 * scope where the comment names one. Reads need `read`. Methods that take a confirmation answer `step-up-required` with
 * `reason` and `about` where the person themself is needed and this very thing was not confirmed.
 */
export interface AccountPort {
  view(caller: Caller): Answer<AccountView>;
  /** Whether the caller may do such things here, as their grant stands now. */
  allows(caller: Caller, need: Need): Answer<null>;
  positions(caller: Caller): Answer<PositionView[]>;
  transactions(caller: Caller, query: ListFilter): Answer<Page<TransactionView>>;
  transactionSummary(caller: Caller): Answer<TransactionSummary>;
  /** Scope trade. */
  createTransaction(caller: Caller, input: CreateTransaction): Answer<TransactionView>;
  orders(caller: Caller, query: ListFilter): Answer<Page<OrderView>>;
  order(caller: Caller, orderId: string): Answer<OrderView & { receipt: EventView[] }>;
  /** Scope trade. A manual order through the same checks; sent at once or waiting for the open. */
  createOrder(caller: Caller, input: CreateOrder, placing?: Placing): Answer<OrderView>;
  /** Scope trade. Changes a working order; the answer is the one that takes its place. */
  replaceOrder(caller: Caller, orderId: string, input: ReplaceOrder, given?: Confirmation): Answer<OrderView>;
  cancelOrder(caller: Caller, orderId: string): Answer<OrderView>;
  /** Scope trade. All but what protects. */
  cancelAllOrders(caller: Caller): Answer<OrderView[]>;
  /** Scope trade. What became of an order that needs a person. */
  settleOrder(caller: Caller, orderId: string, input: SettleOrder): Answer<OrderView>;
  /** Scope trade: close what a holder has, at the market. */
  closePosition(caller: Caller, input: { symbol: string; holder?: string | undefined }): Answer<OrderView>;
  moveStop(
    caller: Caller,
    input: MoveStop & { symbol: string; holder: string },
    given?: Confirmation,
  ): Answer<PositionView>;
  events(caller: Caller, query: { since?: number | undefined; limit: number }): Answer<EventView[]>;
  performance(
    caller: Caller,
  ): Answer<{ points: EquityPoint[]; returnPercent: number | null; drawdownPercent: number | null }>;
  practice(caller: Caller): Answer<Practice>;
  /** What each bot made as its person answered it, the oldest first. */
  scores(caller: Caller): Answer<OwnScore[]>;
  /** What happened here since then, in wall time, for somebody who was away. */
  away(caller: Caller, since: WallMs): Answer<AwayAccount>;
  /** The record of nods: each question as it was sealed and what became of it; and all of them in figures. */
  nods(caller: Caller, query: PageRequest): Answer<Page<NodView>>;
  nodSummary(caller: Caller): Answer<NodSummary>;
  limits(caller: Caller): Answer<AccountLimitsView>;
  /** The limits, how far each is used, and what stands behind it. */
  risk(caller: Caller): Answer<RiskView>;
  /** Scope admin. */
  updateLimits(caller: Caller, change: UpdateLimits, given?: Confirmation): Answer<AccountLimitsView>;
  /**
   * What every check says to this order, and what it costs and can lose; nothing is sent or changed. `gapFraction`: the
   * worst night of two years in it, where that is known.
   */
  validate(caller: Caller, input: CreateOrder, gapFraction?: number | null): Answer<ValidationView>;

  /** Scope admin. Its name, and whether it may buy. */
  update(caller: Caller, change: UpdateAccount, given?: Confirmation): Answer<AccountView>;
  /** Anybody above a viewer. Stop buying: new entries stop, working ones are cancelled, protection stays. */
  pause(caller: Caller): Answer<AccountView>;
  resume(caller: Caller, given?: Confirmation): Answer<AccountView>;
  /** What selling everything would sell and bring, or what is left of it while it is under way; nothing is changed. */
  showPanic(caller: Caller): Answer<SellingView>;
  /** Scope trade. Sell everything: persist halt, cancel, flatten, until the broker's own book says that nothing is held. */
  panic(caller: Caller): Answer<AccountView>;
  /** Scope trade. What is not sold yet stays, protected; the account stays halted. Else `nothing-to-take-back`. */
  takeBackPanic(caller: Caller): Answer<AccountView>;

  /** The longest there first. */
  roles(caller: Caller): Answer<GrantedRole[]>;
  /** Scope admin. Errors: not-found, owner-stays; more than before asks for the person. */
  changeRole(caller: Caller, change: RoleChange, given?: Confirmation): Answer<GrantedRole>;
  /** Scope admin; anybody's own. At once. Errors: not-found, owner-stays. */
  removeRole(caller: Caller, removal: RoleRemoval): Answer<null>;
  /** Scope admin, these three. */
  invitations(caller: Caller): Answer<StoredInvitation[]>;
  invite(caller: Caller, input: NewInvitation, given?: Confirmation): Answer<StoredInvitation>;
  withdrawInvitation(caller: Caller, id: string): Answer<null>;
  /** For whoever has the code, and nobody else. Errors of both: invitation-invalid, too-many-requests; has-role. */
  showInvitation(code: PresentedCode): Answer<Invited>;
  takeInvitation(code: PresentedCode, who: WhoJoins): Answer<Joined>;

  /** What closing it leaves open, and who protects that; nothing is changed. */
  leavingAccount(caller: Caller): Answer<LeavingView>;
  /**
   * Scope admin. Its bots end and it buys nothing again; it stays to be read. Without a choice only where nothing is held
   * and nothing is under way: else `account-holds`.
   */
  close(caller: Caller, choice: CloseAccount, given?: Confirmation): Answer<AccountView>;
  /** Scope admin. Tells its people, once, that the keys it traded over are no more. */
  keysForgotten(caller: Caller, connectionId: string): Answer<void>;

  bots(caller: Caller): Answer<BotView[]>;
  bot(caller: Caller, botId: string): Answer<BotView>;
  botStatus(caller: Caller, botId: string): Answer<BotStatus>;
  looks(caller: Caller, botId: string, limit: number): Answer<LookView[]>;
  previewBot(caller: Caller, input: PreviewBot, universe: ResolvedUniverse): Answer<BotPreview>;
  /** Scope propose (autonomy `suggest` or `ask`) or trade (`ask-above`, `auto`). */
  createBot(caller: Caller, input: CreateBot, universe: ResolvedUniverse, how?: NewBotHow): Answer<BotView>;
  updateBot(caller: Caller, botId: string, input: UpdateBot, given?: Confirmation): Answer<BotView>;
  /** Anybody above a viewer. */
  pauseBot(caller: Caller, botId: string): Answer<BotView>;
  /** Scope trade. What becomes of it after its last day. */
  endBot(caller: Caller, botId: string, input: EndBot, given?: Confirmation): Answer<BotView>;
  /** What deleting it leaves open, and who protects that; nothing is changed. */
  leaving(caller: Caller, botId: string): Answer<LeavingView>;
  /** Scope trade. Without a choice only where it holds nothing and nothing is under way: else `bot-holds`. */
  deleteBot(caller: Caller, botId: string, choice: DeleteBot): Answer<DeletedBotView>;
  resumeBot(caller: Caller, botId: string, given?: Confirmation): Answer<BotView>;

  /** The caller's own alerts without a trade; those that wait first. */
  alerts(caller: Caller): Answer<AlertView[]>;
  alert(caller: Caller, alertId: string): Answer<AlertView>;
  /** Scope propose. `screen`: what a screen's alert looks with. Errors: unavailable (no price), too-large. */
  createAlert(caller: Caller, input: CreateAlert, screen: NamedScreen | null): Answer<AlertView>;
  deleteAlert(caller: Caller, alertId: string): Answer<{ id: string }>;

  proposals(
    caller: Caller,
    query: PageRequest & { status?: string | undefined; botId?: string | undefined },
  ): Answer<Page<ProposalView>>;
  proposal(caller: Caller, proposalId: string): Answer<ProposalView>;
  /** Scope approve. Errors: already-decided, hash-mismatch, proposal-lapsed, price-moved, check-denied, mode-blocks. */
  approve(
    caller: Caller,
    proposalId: string,
    input: ApproveProposal,
    given?: Confirmation,
    /** As the others know the caller, where theirs is the first of two nods: the answer is then the open question. */
    name?: string,
  ): Answer<ApproveResult>;
  reject(caller: Caller, proposalId: string, input: RejectProposal): Answer<ProposalView>;
  /** Scope approve. The one reminder of an open question moves to `at`, before its window ends. */
  later(caller: Caller, proposalId: string, input: { readonly at: WallMs }): Answer<ProposalView>;
}

/** Which accounts a user may see (from the directory), and each account by id. Unknown ids answer `not-found`. */
export interface Accounts {
  idsOf(caller: Caller): Promise<string[]>;
  defaultId(caller: Caller): Promise<string | null>;
  account(accountId: string): AccountPort;
}
