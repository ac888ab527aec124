import type { AccountView } from '#shared/contract/account.ts';
import type { CreateSession, MeView, UpdateMe } from '#shared/contract/session.ts';
import { api } from '../api/client.ts';
import { asApiError, type ApiError } from '../api/error.ts';
import { routes } from '../api/routes.ts';
import type { List } from '../api/list.ts';
import { names } from './names.svelte.ts';
import { forgetAll } from './query.svelte.ts';
import { ui } from './ui.svelte.ts';

const CHOSEN = 'nod.account';

/** Who is signed in, and which account is on the screen. */
class Session {
  me = $state.raw<MeView | null>(null);
  error = $state.raw<ApiError | null>(null);
  started = $state(false);
  accounts = $state.raw<AccountView[]>([]);
  #chosen = $state<string | null>(localStorage.getItem(CHOSEN));

  /** The account everything is shown for: the chosen one, the default, else the first. */
  readonly accountId = $derived.by(() => {
    const known = this.accounts.map(({ id }) => id);
    for (const id of [this.#chosen, this.me?.defaultAccountId ?? null])
      if (id !== null && known.includes(id)) return id;
    return known[0] ?? null;
  });
  readonly account = $derived(this.accounts.find(({ id }) => id === this.accountId) ?? null);

  async start(): Promise<void> {
    try {
      const [me, accounts] = await Promise.all([
        api.get<MeView>(routes.me),
        api.get<List<AccountView>>(routes.accounts),
      ]);
      this.accounts = accounts.items;
      this.me = me;
      void names.load().catch(() => undefined);
      this.error = null;
      await ui.setLanguage(me.language);
      if (me.theme !== ui.theme) ui.setTheme(me.theme);
    } catch (error) {
      this.error = asApiError(error);
      if (this.error.code === 'not-signed-in') this.me = null;
    }
    this.started = true;
  }

  async signIn(input: CreateSession): Promise<void> {
    await api.post(routes.session, input);
    // Chosen before signing in, on the sign-in page: it becomes the owner's language. Later it is theirs already.
    if ('code' in input) await this.update({ language: ui.language });
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

  choose(accountId: string): void {
    this.#chosen = accountId;
    localStorage.setItem(CHOSEN, accountId);
  }

  async update(input: UpdateMe): Promise<void> {
    this.me = await api.patch<MeView>(routes.me, input);
  }

  async signOut(): Promise<void> {
    await api.remove(routes.session);
    // Its browser is told of nothing here any more; the server forgets it with the session.
    void import('../push/this-device.ts').then(({ turnOff }) => turnOff()).catch(() => undefined);
    this.forget();
  }

  forget(): void {
    this.me = null;
    this.accounts = [];
    forgetAll();
  }
}

export const session = new Session();
