import { botSettingDialog } from './bot-setting.ts';
import { changeDialog } from './change.ts';
import { closeDialog } from './close.ts';
import type { AnyDialog } from './dialog.ts';
import { moveStopDialog } from './move-stop.ts';
import { newBotDialog } from './new-bot.ts';
import { orderDialog } from './order.ts';
import { sellEverythingDialog } from './sell-everything.ts';

/** Every dialog by its kind, as it stands in a stored state. */
export const DIALOGS: Readonly<Record<string, AnyDialog>> = Object.fromEntries(
  [newBotDialog, orderDialog, moveStopDialog, changeDialog, closeDialog, sellEverythingDialog, botSettingDialog].map(
    (item) => [item.kind, item],
  ),
);
