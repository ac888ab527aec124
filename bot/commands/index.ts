import { account } from './account.ts';
import { alert } from './alert.ts';
import { approve } from './approve.ts';
import { backtest } from './backtest.ts';
import { block } from './block.ts';
import { bots } from './bots.ts';
import { buy } from './buy.ts';
import { cancel } from './cancel.ts';
import { change } from './change.ts';
import { close } from './close.ts';
import type { Command } from './command.ts';
import { ending } from './ending.ts';
import { group } from './group.ts';
import { help } from './help.ts';
import { jobs } from './jobs.ts';
import { later } from './later.ts';
import { newbot } from './newbot.ts';
import { pause } from './pause.ts';
import { pending } from './pending.ts';
import { positions } from './positions.ts';
import { price } from './price.ts';
import { health, history, orders, review, risk } from './records.ts';
import { reject } from './reject.ts';
import { remove } from './remove.ts';
import { resume } from './resume.ts';
import { screen } from './screen.ts';
import { sell } from './sell.ts';
import { settings } from './settings.ts';
import { share } from './share.ts';
import { signals } from './signals.ts';
import { stop } from './stop.ts';
import { today } from './today.ts';
import { watch } from './watch.ts';
import { why } from './why.ts';

/** Every command: first the menu of ten in its order, then the rest as help lists them. */
export const COMMANDS: readonly Command[] = [
  today,
  pending,
  positions,
  bots,
  newbot,
  price,
  why,
  pause,
  stop,
  help,
  resume,
  approve,
  reject,
  change,
  later,
  buy,
  sell,
  close,
  cancel,
  orders,
  history,
  review,
  share,
  account,
  watch,
  alert,
  screen,
  signals,
  backtest,
  risk,
  block,
  ending,
  remove,
  jobs,
  health,
  group,
  settings,
];
