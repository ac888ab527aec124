import type { BotView, EndBot, UpdateBot } from '#shared/contract/bot.ts';
import type { DeletedBotView, Leaving } from '#shared/contract/leaving.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

const CHANGES = ['/bots', '/accounts', '/proposals'];

export const pauseBot = (bot: string): Promise<BotView | null> =>
  act(() => api.post<BotView>(routes.botPause(bot)), { done: ui.w.bots.paused, changes: CHANGES });

export const resumeBot = (bot: string): Promise<BotView | null> =>
  act(() => api.post<BotView>(routes.botResume(bot)), { done: ui.w.bots.resumed, changes: CHANGES });

/** Bots that nobody answered go on, each by itself; what could not is told. */
export async function askAgain(bots: readonly Pick<BotView, 'id'>[]): Promise<boolean> {
  let all = true;
  for (const { id } of bots) all = (await resumeBot(id)) !== null && all;
  return all;
}

export const deleteBot = (bot: string, name: string, positions: Leaving | undefined): Promise<DeletedBotView | null> =>
  act(() => api.remove<DeletedBotView>(routes.deleteBot(bot, positions)), {
    done: ui.catalogue.bots.deleted(name),
    changes: CHANGES,
  });

export const endBot = (bot: string, choice: EndBot['choice']): Promise<BotView | null> =>
  act(() => api.post<BotView>(routes.botEnding(bot), { choice }), { done: ui.w.bots.saved, changes: CHANGES });

export const updateBot = (bot: string, input: UpdateBot): Promise<BotView | null> =>
  act(() => api.patch<BotView>(routes.bot(bot), input), { done: ui.w.bots.saved, changes: CHANGES });
