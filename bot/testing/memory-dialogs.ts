import type { DialogState, DialogStore } from '../dialogs/dialog.ts';

/** Open questions in memory, as JSON text: what cannot be stored does not survive here either. */
export function memoryDialogs(): DialogStore {
  const states = new Map<string, string>();
  const accounts = new Map<string, string>();
  const key = (userId: string, chatId: string): string => `${userId} ${chatId}`;
  return {
    get: (userId, chatId) => {
      const text = states.get(key(userId, chatId));
      return Promise.resolve(text === undefined ? null : (JSON.parse(text) as unknown));
    },
    put: (userId, chatId, state, after) => {
      const open = JSON.parse(states.get(key(userId, chatId)) ?? 'null') as DialogState | null;
      if (after !== null && (open?.id !== after.id || open.turn !== after.turn)) return Promise.resolve(false);
      states.set(key(userId, chatId), JSON.stringify(state));
      return Promise.resolve(true);
    },
    delete: (userId, chatId, dialogId) => {
      const text = states.get(key(userId, chatId));
      const isSame = text !== undefined && (JSON.parse(text) as DialogState).id === dialogId;
      return Promise.resolve(isSame && states.delete(key(userId, chatId)));
    },
    account: (userId, chatId) => Promise.resolve(accounts.get(key(userId, chatId)) ?? null),
    choose: (userId, chatId, accountId) => {
      accounts.set(key(userId, chatId), accountId);
      return Promise.resolve();
    },
  };
}
