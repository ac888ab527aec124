import type { AlertSettingsView } from '#shared/contract/notifications.ts';
import { CHANNELS, type Channel } from '#shared/contract/channel.ts';
import { ALERT_KIND_NAMES, ALERT_KINDS } from '#shared/domain/alerts/alert-kinds.ts';
import { loudnessOf, type Loudness } from '#shared/domain/alerts/settings.ts';
import { button, rows, type Card } from '../cards/card.ts';
import { plainCard } from '../cards/context.ts';
import { drawn } from './asking.ts';
import type { CommandContext } from './command.ts';

const YES = 'yes';
const OFF = 'off';
const ON = 'on';

/** What a linked chat may quiet: what is heard at all, and is not needed at once. */
const QUIETED = ALERT_KIND_NAMES.filter((kind) => ALERT_KINDS[kind].sounds && ALERT_KINDS[kind].level !== 'act-now');

/** The chat app this is said in; null in the chat of the app, which rings nowhere and needs no link. */
function appOf({ caller }: CommandContext): Channel | null {
  return CHANNELS.find((one) => one === caller.channel) ?? null;
}

const today = ({ words }: CommandContext) => button(words.account.buttons.today, 'today');

/** Whoever is known here is linked: it says so, and how another chat becomes one. */
export function linkedCard(context: CommandContext): Card {
  const { words } = context;
  const said = words.chatSettings;
  const app = appOf(context);
  return plainCard(app === null ? said.linkedHere : said.linked({ app: words.states.channels[app] }), {
    lines: [said.linkMore],
    buttons: rows([app !== null && button(said.buttons.unlink, 'settings unlink'), today(context)]),
  });
}

/** Asks once; what it ends is theirs alone. Of several chats in one app nobody knows which is meant: that is in the app. */
export async function unlink(context: CommandContext, setting: string | undefined): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  const said = words.chatSettings;
  const app = appOf(context);
  if (app === null) return [plainCard(said.linkedHere, { lines: [said.unlinkInApp], buttons: rows([today(context)]) })];
  const name = words.states.channels[app];
  return drawn(context, useCases.chats(caller), ({ items }) => {
    const [here, ...more] = items.filter(({ channel }) => channel === app);
    if (here === undefined || more.length > 0)
      return [plainCard(said.linked({ app: name }), { lines: [said.unlinkInApp], buttons: rows([today(context)]) })];
    if (setting === YES) return drawn(context, useCases.unlinkChat(caller, here.id), () => [plainCard(said.unlinked)]);
    return [
      plainCard(said.unlinkTitle({ app: name }), {
        lines: [said.unlinkLine],
        buttons: rows([
          button(said.buttons.unlink, `settings unlink ${YES}`, 'danger'),
          button(words.chat.no, 'today'),
        ]),
        tone: 'choice',
      }),
    ];
  });
}

/** Whether this app may make a sound, and one press to change it. What needs somebody at once is always heard. */
export function sound(context: CommandContext, setting: string | undefined): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  const app = appOf(context);
  if (app === null)
    return Promise.resolve([plainCard(words.chatSettings.quietNowhere, { buttons: rows([today(context)]) })]);
  return drawn(context, useCases.alertSettings(caller), (view) => {
    if (setting !== ON && setting !== OFF) return [soundCard(context, app, view)];
    const kinds = { ...view.settings.kinds };
    // What is turned off altogether stays off.
    const wanted: Loudness = setting === OFF ? 'silent' : 'on';
    for (const kind of QUIETED)
      if (loudnessOf(view.settings, kind, app) !== 'off') kinds[kind] = { ...kinds[kind], [app]: wanted };
    return drawn(context, useCases.updateAlertSettings(caller, { kinds }), (after) => [soundCard(context, app, after)]);
  });
}

function soundCard({ words }: CommandContext, app: Channel, { settings }: AlertSettingsView): Card {
  const said = words.chatSettings;
  const isQuiet = QUIETED.every((kind) => loudnessOf(settings, kind, app) !== 'on');
  const { quietHours } = settings;
  return plainCard(said.quietTitle({ app: words.states.channels[app], isQuiet }), {
    lines: [said.quietLine, ...(quietHours === null ? [] : [said.quietHours(quietHours)]), said.quietMore],
    buttons: rows([
      isQuiet
        ? button(said.buttons.loud, `settings sound ${ON}`)
        : button(said.buttons.quiet, `settings sound ${OFF}`, 'primary'),
    ]),
  });
}
