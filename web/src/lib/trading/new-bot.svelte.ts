import type { BotPreview, BotView, CreateBot, PreviewBot } from '#shared/contract/bot.ts';
import type { BotSizing } from '#shared/domain/bot-sizing.ts';
import type { Timeframe } from '#shared/domain/bar.ts';
import { hasExitPlan } from '#shared/domain/exit-plan.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { parseAmount } from '#shared/words/typed-amount.ts';
import { api } from '../api/client.ts';
import { asApiError, type ApiError } from '../api/error.ts';
import { OnceKey } from '../api/once-key.ts';
import { routes } from '../api/routes.ts';
import { invalidate } from '../state/query.svelte.ts';
import { session } from '../state/session.svelte.ts';
import { withStepUp } from '../state/step-up.svelte.ts';
import { draftOfProfile, profileOfDraft, type ProfileDraft } from './profile-draft.ts';
import { draftOfPlan, planOfDraft, type ExitDraft } from './exit-draft.ts';

const PREVIEW_AFTER_MS = 250;

/** The form that creates a bot: sensible from the first moment, and what it means in money beside it. */
export class NewBot {
  amount = $state('10000');
  riskLevel = $state<CreateBot['riskLevel']>('medium');
  autonomy = $state<CreateBot['autonomy']>('ask');
  askAbove = $state('1000');
  weeks = $state(8);
  name = $state('');
  strategy = $state('ma-cross');
  /** Of its strategy, what differs from the usual numbers. */
  strategyConfig = $state.raw<Record<string, unknown>>({});
  /** Null: those of its risk level. */
  watchlistId = $state<string | null>(null);
  /** Null: the market's own bars. */
  timeframe = $state<Timeframe | null>(null);
  sells = $state<CreateBot['sells']>('sell-and-tell');
  /** Null while a number of it cannot be one. */
  sizing = $state.raw<BotSizing | null>({ method: 'profile' });
  /** Its own risk numbers, as typed. */
  own = $state.raw<ProfileDraft>(draftOfProfile({}));
  /** What raises its stops and sells at the latest, as typed. */
  exits = $state.raw<ExitDraft>(draftOfPlan({}));

  preview = $state.raw<BotPreview | null>(null);
  previewing = $state(false);
  previewError = $state.raw<ApiError | null>(null);
  busy = $state(false);
  error = $state.raw<ApiError | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #latest: AbortController | null = null;
  #once = new OnceKey<Partial<CreateBot>>();

  readonly currency = $derived<Currency>(session.account?.baseCurrency ?? 'USD');
  readonly validAmount = $derived(parseAmount(this.amount, this.currency));
  readonly validAskAbove = $derived(this.autonomy === 'ask-above' ? parseAmount(this.askAbove, this.currency) : '0');
  readonly plan = $derived(planOfDraft(this.exits));
  readonly profile = $derived(profileOfDraft(this.own));
  readonly ready = $derived(
    this.validAmount !== null &&
      this.validAskAbove !== null &&
      this.sizing !== null &&
      this.plan !== null &&
      this.profile !== null &&
      session.accountId !== null,
  );

  /** Asks for the preview a moment after the last change; an older answer never replaces a newer one. */
  refreshPreview(input: PreviewBot | null): () => void {
    clearTimeout(this.#timer);
    this.#latest?.abort();
    if (input === null) {
      this.preview = null;
      return () => undefined;
    }
    this.previewing = true;
    const asking = new AbortController();
    this.#latest = asking;
    this.#timer = setTimeout(() => void this.#ask(input, asking), PREVIEW_AFTER_MS);
    return () => asking.abort();
  }

  async #ask(input: PreviewBot, asking: AbortController): Promise<void> {
    try {
      const preview = await api.post<BotPreview>(routes.botPreview, input, asking.signal);
      if (asking.signal.aborted) return;
      this.preview = preview;
      this.previewError = null;
    } catch (error) {
      if (asking.signal.aborted) return;
      this.preview = null;
      this.previewError = asApiError(error);
    }
    this.previewing = false;
  }

  /** The new bot, or null when the server refused; `error` then says why. */
  async create(): Promise<BotView | null> {
    if (!this.ready || this.validAmount === null || session.accountId === null || this.busy) return null;
    this.busy = true;
    this.error = null;
    const input: Partial<CreateBot> = {
      accountId: session.accountId,
      investmentAmount: this.validAmount,
      riskLevel: this.riskLevel,
      ...(this.profile !== null && Object.keys(this.profile).length > 0 && { profile: this.profile }),
      durationWeeks: this.weeks,
      autonomy: this.autonomy,
      sells: this.sells,
      strategy: this.strategy,
      ...(this.watchlistId !== null && { watchlistId: this.watchlistId }),
      ...(this.timeframe !== null && { timeframe: this.timeframe }),
      ...(this.sizing !== null && this.sizing.method !== 'profile' && { sizing: this.sizing }),
      ...(Object.keys(this.strategyConfig).length > 0 && { strategyConfig: this.strategyConfig }),
      ...(this.autonomy === 'ask-above' && this.validAskAbove !== null && { askAbove: this.validAskAbove }),
      ...(hasExitPlan(this.plan ?? undefined) && { exits: this.plan ?? {} }),
      ...(this.name.trim() !== '' && { name: this.name.trim() }),
    };
    try {
      const { key, body } = this.#once.of(input, input);
      // With real money, acting alone and riskier numbers ask whether it is the person.
      const bot = await withStepUp(() => api.make<BotView>(routes.bots, body, key));
      this.#once.answered(201);
      return bot;
    } catch (error) {
      this.error = asApiError(error);
      this.#once.answered(this.error.status);
      return null;
    } finally {
      this.busy = false;
      invalidate('/bots', '/accounts', '/proposals');
    }
  }
}
