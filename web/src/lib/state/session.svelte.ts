import type { AccountView } from '#shared/contract/account.ts';
import type { CreateSession, MeView, UpdateMe } from '#shared/contract/session.ts';
import { api, tellSignedOut } from '../api/client.ts';
import { asApiError, type ApiError } from '../api/error.ts';
import { routes } from '../api/routes.ts';
import type { List } from '../api/list.ts';
import { forgotten, remember, remembered } from './device.ts';
import { askOrLast, lastState } from './last-state.svelte.ts';
import { names } from './names.svelte.ts';
import { forgetAll } from './query.svelte.ts';
import { ui } from './ui.svelte.ts';

const CHOSEN = 'nod.account';
/** What the page asks for before there is any code is of this account (`app.html`). */
const SHOWN = 'nod.shown';

/** Who is signed in, and which account is on the screen. */
class Session {
  me = $state.raw<MeView | null>(null);
  error = $state.raw<ApiError | null>(null);
  started = $state(false);
  /** Nobody answered: it is who was signed in here last, and what they had. */
  isLast = $state(false);
  accounts = $state.raw<AccountView[]>([]);
  #chosen = $state<string | null>(remembered(CHOSEN));

  /** The account everything is shown for: the chosen one, the default, else the first. */
  readonly accountId = $derived.by(() => {
    const known = this.accounts.map(({ id }) => id);
    for (const id of [this.#chosen, this.me?.defaultAccountId ?? null])
      if (id !== null && known.includes(id)) return id;
    return known[0] ?? null;
  });
  readonly account = $derived(this.accounts.find(({ id }) => id === this.accountId) ?? null);
  /** The other ones in which a question waits. */
  readonly askedElsewhere = $derived(
    this.accounts.filter(({ id, pendingProposals }) => id !== this.accountId && pendingProposals > 0),
  );

  async start(): Promise<void> {
    try {
      const [me, accounts] = await Promise.all([
        askOrLast<MeView>(routes.me),
        askOrLast<List<AccountView>>(routes.accounts),
      ]);
      this.accounts = accounts.value.items;
      this.me = me.value;
      this.isLast = [me, accounts].some(({ error, later }) => error !== null || later !== null);
      await lastState.open(me.value.id);
      if (!this.isLast) {
        lastState.keep(routes.me, me.value);
        lastState.keep(routes.accounts, accounts.value);
      }
      this.error = null;
      // Those of an account's market come with it (`+layout.svelte`).
      if (this.accountId === null) void names.load(null).catch(() => undefined);
      else remember(SHOWN, this.accountId);
      await ui.setLanguage(me.value.language);
      if (me.value.theme !== ui.theme) ui.setTheme(me.value.theme);
    } catch (error) {
      this.error = asApiError(error);
      if (this.error.code === 'not-signed-in') await this.forget();
    }
    this.started = true;
  }

  async signIn(input: CreateSession): Promise<void> {
    await api.post(routes.session, input);
    // Whoever sat here before may still be signed in: nothing of theirs is shown to who comes now, in no tab.
    tellSignedOut();
    await this.forget();
    // Chosen before signing in, on the sign-in page: it becomes the owner's language. Later it is theirs already.
    if ('code' in input) await api.patch(routes.me, { language: ui.language });
    await this.start();
  }

  async refreshAccounts(): Promise<void> {
    const accounts = await api.get<List<AccountView>>(routes.accounts);
    this.accounts = accounts.items;
  }

  /** What happened while they were away has been shown. */
  seen(): void {
    if (this.me !== null) this.me = { ...this.me, away: null };
  }

  /** What the money of one of their accounts is, whichever is on the screen. */
  baseOf(accountId: string): AccountView['baseCurrency'] | undefined {
    return this.accounts.find(({ id }) => id === accountId)?.baseCurrency;
  }

  choose(accountId: string): void {
    this.#chosen = accountId;
    remember(CHOSEN, accountId);
    remember(SHOWN, accountId);
  }

  async update(input: UpdateMe): Promise<void> {
    this.me = await api.patch<MeView>(routes.me, input);
  }

  /** Nothing of whoever was here stays on this device. */
  async forget(): Promise<void> {
    this.me = null;
    this.accounts = [];
    forgetAll();
    forgotten(SHOWN);
    await lastState.forget();
  }
}

export const session = new Session();
