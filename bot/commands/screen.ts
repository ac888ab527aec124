import { z } from 'zod';
import type { ScreenView } from '#shared/contract/screen.ts';
import { noScreenCard, screenRunCard, screensCard } from '../cards/screen.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';
import { nearestTo } from './nearest.ts';

/** How ids of runs begin: a button asks for one that takes longer than an answer. */
const RUN = 'sr_';

/** Screens there are; with a name, what one finds on the last closed bar. */
export const screen = command({
  name: 'screen',
  korean: ['찾기', '종목찾기'],
  aliases: ['screens', 'scan', 'triggers'].map((word) => ({ word })),
  purpose: 'look',
  role: 'read',
  inMenu: false,
  inGroups: false,
  args: z.object({ name: z.string().optional() }),
  positional: ['name'],
  run: (context, { name }) =>
    atDesk(context, ({ account, cards }) => {
      const { useCases, caller, words } = context;
      if (name?.startsWith(RUN) === true)
        return drawn(context, useCases.screenRun(caller, name), (run) => [
          screenRunCard(run, words.screens.said.theScreen, cards),
        ]);
      return drawn(context, useCases.screens(caller, account.id), ({ items }) => {
        if (name === undefined) return [screensCard(items, cards)];
        const wanted = name.toLowerCase();
        const found = items.find((one) => namesOf(one).some((text) => text.toLowerCase() === wanted));
        if (found === undefined) return [noScreenCard(name, nearest(name, items), cards)];
        const title = found.title[context.reader.language];
        return drawn(context, useCases.runScreen(caller, found.id, account.id), (run) => [
          screenRunCard(run, title, cards),
        ]);
      });
    }),
});

const namesOf = ({ id, title }: ScreenView): string[] => [id, title.en, title.ko];

/** Those whose name is near, else those that are there from the start. */
function nearest(name: string, items: readonly ScreenView[]): readonly ScreenView[] {
  const near = nearestTo(name, items, namesOf);
  return near.length > 0 ? near : items;
}
