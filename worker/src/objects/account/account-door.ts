import { DurableObject } from 'cloudflare:workers';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import type { RawEnv } from '../../env.ts';

/** What people ask of an account. Each is a door to `account-api.ts`; RPC finds methods on the class only. */
export abstract class AccountDoor extends DurableObject<RawEnv> implements AccountPort {
  protected abstract readonly api: AccountPort;

  view(...args: Parameters<AccountPort['view']>): ReturnType<AccountPort['view']> {
    return this.api.view(...args);
  }
  allows(...args: Parameters<AccountPort['allows']>): ReturnType<AccountPort['allows']> {
    return this.api.allows(...args);
  }
  positions(...args: Parameters<AccountPort['positions']>): ReturnType<AccountPort['positions']> {
    return this.api.positions(...args);
  }
  transactions(...args: Parameters<AccountPort['transactions']>): ReturnType<AccountPort['transactions']> {
    return this.api.transactions(...args);
  }
  transactionSummary(
    ...args: Parameters<AccountPort['transactionSummary']>
  ): ReturnType<AccountPort['transactionSummary']> {
    return this.api.transactionSummary(...args);
  }
  createTransaction(
    ...args: Parameters<AccountPort['createTransaction']>
  ): ReturnType<AccountPort['createTransaction']> {
    return this.api.createTransaction(...args);
  }
  orders(...args: Parameters<AccountPort['orders']>): ReturnType<AccountPort['orders']> {
    return this.api.orders(...args);
  }
  order(...args: Parameters<AccountPort['order']>): ReturnType<AccountPort['order']> {
    return this.api.order(...args);
  }
  createOrder(...args: Parameters<AccountPort['createOrder']>): ReturnType<AccountPort['createOrder']> {
    return this.api.createOrder(...args);
  }
  replaceOrder(...args: Parameters<AccountPort['replaceOrder']>): ReturnType<AccountPort['replaceOrder']> {
    return this.api.replaceOrder(...args);
  }
  cancelAllOrders(...args: Parameters<AccountPort['cancelAllOrders']>): ReturnType<AccountPort['cancelAllOrders']> {
    return this.api.cancelAllOrders(...args);
  }
  settleOrder(...args: Parameters<AccountPort['settleOrder']>): ReturnType<AccountPort['settleOrder']> {
    return this.api.settleOrder(...args);
  }
  cancelOrder(...args: Parameters<AccountPort['cancelOrder']>): ReturnType<AccountPort['cancelOrder']> {
    return this.api.cancelOrder(...args);
  }
  closePosition(...args: Parameters<AccountPort['closePosition']>): ReturnType<AccountPort['closePosition']> {
    return this.api.closePosition(...args);
  }
  moveStop(...args: Parameters<AccountPort['moveStop']>): ReturnType<AccountPort['moveStop']> {
    return this.api.moveStop(...args);
  }
  events(...args: Parameters<AccountPort['events']>): ReturnType<AccountPort['events']> {
    return this.api.events(...args);
  }
  performance(...args: Parameters<AccountPort['performance']>): ReturnType<AccountPort['performance']> {
    return this.api.performance(...args);
  }
  practice(...args: Parameters<AccountPort['practice']>): ReturnType<AccountPort['practice']> {
    return this.api.practice(...args);
  }
  scores(...args: Parameters<AccountPort['scores']>): ReturnType<AccountPort['scores']> {
    return this.api.scores(...args);
  }
  away(...args: Parameters<AccountPort['away']>): ReturnType<AccountPort['away']> {
    return this.api.away(...args);
  }
  nods(...args: Parameters<AccountPort['nods']>): ReturnType<AccountPort['nods']> {
    return this.api.nods(...args);
  }
  nodSummary(...args: Parameters<AccountPort['nodSummary']>): ReturnType<AccountPort['nodSummary']> {
    return this.api.nodSummary(...args);
  }
  limits(...args: Parameters<AccountPort['limits']>): ReturnType<AccountPort['limits']> {
    return this.api.limits(...args);
  }
  risk(...args: Parameters<AccountPort['risk']>): ReturnType<AccountPort['risk']> {
    return this.api.risk(...args);
  }
  updateLimits(...args: Parameters<AccountPort['updateLimits']>): ReturnType<AccountPort['updateLimits']> {
    return this.api.updateLimits(...args);
  }
  validate(...args: Parameters<AccountPort['validate']>): ReturnType<AccountPort['validate']> {
    return this.api.validate(...args);
  }
  update(...args: Parameters<AccountPort['update']>): ReturnType<AccountPort['update']> {
    return this.api.update(...args);
  }
  pause(...args: Parameters<AccountPort['pause']>): ReturnType<AccountPort['pause']> {
    return this.api.pause(...args);
  }
  resume(...args: Parameters<AccountPort['resume']>): ReturnType<AccountPort['resume']> {
    return this.api.resume(...args);
  }
  panic(...args: Parameters<AccountPort['panic']>): ReturnType<AccountPort['panic']> {
    return this.api.panic(...args);
  }
  showPanic(...args: Parameters<AccountPort['showPanic']>): ReturnType<AccountPort['showPanic']> {
    return this.api.showPanic(...args);
  }
  takeBackPanic(...args: Parameters<AccountPort['takeBackPanic']>): ReturnType<AccountPort['takeBackPanic']> {
    return this.api.takeBackPanic(...args);
  }
  roles(...args: Parameters<AccountPort['roles']>): ReturnType<AccountPort['roles']> {
    return this.api.roles(...args);
  }
  changeRole(...args: Parameters<AccountPort['changeRole']>): ReturnType<AccountPort['changeRole']> {
    return this.api.changeRole(...args);
  }
  removeRole(...args: Parameters<AccountPort['removeRole']>): ReturnType<AccountPort['removeRole']> {
    return this.api.removeRole(...args);
  }
  invitations(...args: Parameters<AccountPort['invitations']>): ReturnType<AccountPort['invitations']> {
    return this.api.invitations(...args);
  }
  invite(...args: Parameters<AccountPort['invite']>): ReturnType<AccountPort['invite']> {
    return this.api.invite(...args);
  }
  withdrawInvitation(
    ...args: Parameters<AccountPort['withdrawInvitation']>
  ): ReturnType<AccountPort['withdrawInvitation']> {
    return this.api.withdrawInvitation(...args);
  }
  showInvitation(...args: Parameters<AccountPort['showInvitation']>): ReturnType<AccountPort['showInvitation']> {
    return this.api.showInvitation(...args);
  }
  takeInvitation(...args: Parameters<AccountPort['takeInvitation']>): ReturnType<AccountPort['takeInvitation']> {
    return this.api.takeInvitation(...args);
  }
  leavingAccount(...args: Parameters<AccountPort['leavingAccount']>): ReturnType<AccountPort['leavingAccount']> {
    return this.api.leavingAccount(...args);
  }
  close(...args: Parameters<AccountPort['close']>): ReturnType<AccountPort['close']> {
    return this.api.close(...args);
  }
  keysForgotten(...args: Parameters<AccountPort['keysForgotten']>): ReturnType<AccountPort['keysForgotten']> {
    return this.api.keysForgotten(...args);
  }
  bots(...args: Parameters<AccountPort['bots']>): ReturnType<AccountPort['bots']> {
    return this.api.bots(...args);
  }
  bot(...args: Parameters<AccountPort['bot']>): ReturnType<AccountPort['bot']> {
    return this.api.bot(...args);
  }
  botStatus(...args: Parameters<AccountPort['botStatus']>): ReturnType<AccountPort['botStatus']> {
    return this.api.botStatus(...args);
  }
  looks(...args: Parameters<AccountPort['looks']>): ReturnType<AccountPort['looks']> {
    return this.api.looks(...args);
  }
  previewBot(...args: Parameters<AccountPort['previewBot']>): ReturnType<AccountPort['previewBot']> {
    return this.api.previewBot(...args);
  }
  createBot(...args: Parameters<AccountPort['createBot']>): ReturnType<AccountPort['createBot']> {
    return this.api.createBot(...args);
  }
  updateBot(...args: Parameters<AccountPort['updateBot']>): ReturnType<AccountPort['updateBot']> {
    return this.api.updateBot(...args);
  }
  pauseBot(...args: Parameters<AccountPort['pauseBot']>): ReturnType<AccountPort['pauseBot']> {
    return this.api.pauseBot(...args);
  }
  resumeBot(...args: Parameters<AccountPort['resumeBot']>): ReturnType<AccountPort['resumeBot']> {
    return this.api.resumeBot(...args);
  }
  endBot(...args: Parameters<AccountPort['endBot']>): ReturnType<AccountPort['endBot']> {
    return this.api.endBot(...args);
  }
  leaving(...args: Parameters<AccountPort['leaving']>): ReturnType<AccountPort['leaving']> {
    return this.api.leaving(...args);
  }
  deleteBot(...args: Parameters<AccountPort['deleteBot']>): ReturnType<AccountPort['deleteBot']> {
    return this.api.deleteBot(...args);
  }
  proposals(...args: Parameters<AccountPort['proposals']>): ReturnType<AccountPort['proposals']> {
    return this.api.proposals(...args);
  }
  proposal(...args: Parameters<AccountPort['proposal']>): ReturnType<AccountPort['proposal']> {
    return this.api.proposal(...args);
  }
  approve(...args: Parameters<AccountPort['approve']>): ReturnType<AccountPort['approve']> {
    return this.api.approve(...args);
  }
  later(...args: Parameters<AccountPort['later']>): ReturnType<AccountPort['later']> {
    return this.api.later(...args);
  }
  reject(...args: Parameters<AccountPort['reject']>): ReturnType<AccountPort['reject']> {
    return this.api.reject(...args);
  }
  alerts(...args: Parameters<AccountPort['alerts']>): ReturnType<AccountPort['alerts']> {
    return this.api.alerts(...args);
  }
  alert(...args: Parameters<AccountPort['alert']>): ReturnType<AccountPort['alert']> {
    return this.api.alert(...args);
  }
  createAlert(...args: Parameters<AccountPort['createAlert']>): ReturnType<AccountPort['createAlert']> {
    return this.api.createAlert(...args);
  }
  deleteAlert(...args: Parameters<AccountPort['deleteAlert']>): ReturnType<AccountPort['deleteAlert']> {
    return this.api.deleteAlert(...args);
  }
}
