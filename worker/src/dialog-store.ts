import type { DialogStore } from '#bot/dialogs/dialog.ts';
import type { UserRpc } from './objects/user/user-rpc.ts';

/** Open questions and chosen accounts, kept by whose they are. */
export function dialogStore(user: (userId: string) => UserRpc): DialogStore {
  return {
    get: (userId, chatId) => user(userId).dialog(chatId),
    put: (userId, chatId, state, after) =>
      user(userId).putDialog(chatId, state, after === null ? null : { id: after.id, turn: after.turn }),
    delete: (userId, chatId, id) => user(userId).deleteDialog(chatId, id),
    account: (userId, chatId) => user(userId).chatAccount(chatId),
    choose: (userId, chatId, accountId) => user(userId).chooseChatAccount(chatId, accountId),
  };
}
