import type { ScreenResultView, ScreenRunView, ScreenView } from '#shared/contract/screen.ts';
import { figure, quantity } from '#shared/words/format.ts';
import { dayTime } from '#shared/words/format-time.ts';
import { button, spread, type Card } from './card.ts';
import { card, type CardContext } from './context.ts';
import { longName, shortName } from './names.ts';

const CHOICES = 6;
/** As many as a chat message is read to its end. */
const HITS = 8;

const run = ({ id, title }: ScreenView, { reader }: CardContext) => button(title[reader.language], `screen ${id}`);

/** Screens there are: a person's own with what is new, then the ready ones. */
export function screensCard(screens: readonly ScreenView[], context: CardContext): Card {
  const { reader, words } = context;
  const { said } = words.screens;
  const own = screens.filter(({ isPreset }) => !isPreset);
  const ready = screens.filter(({ isPreset }) => isPreset);
  const nameOf = ({ title }: ScreenView): string => title[reader.language];
  return card(context, said.title, {
    lines: [
      ...own.map((screen) => [nameOf(screen), newsText(screen, context)].filter((part) => part !== '').join(': ')),
      said.ready({ names: ready.map(nameOf).join(' · ') }),
      said.how,
    ],
    buttons: spread(
      [...own, ...ready].slice(0, CHOICES).map((screen) => run(screen, context)),
      3,
    ),
    tone: 'choice',
    expects: 'choice',
  });
}

function newsText({ news }: ScreenView, { words }: CardContext): string {
  const { said } = words.screens;
  if (news === null || news === undefined) return said.never;
  const { found, isNew, gone } = news;
  return isNew === null || gone === null ? said.found({ found }) : said.news({ found, isNew, gone });
}

/** No screen is called so: the nearest, each ready to look. */
export function noScreenCard(name: string, near: readonly ScreenView[], context: CardContext): Card {
  return card(context, context.words.screens.said.unknown({ name }), {
    buttons:
      near.length === 0
        ? [[button(context.words.screens.said.title, 'screen')]]
        : spread(
            near.slice(0, CHOICES).map((screen) => run(screen, context)),
            3,
          ),
    tone: 'choice',
    expects: 'choice',
  });
}

/** What a screen found, or how far a look over a large market is. */
export function screenRunCard(view: ScreenRunView, title: string, context: CardContext): Card {
  const { said } = context.words.screens;
  const { result, state, done, total, id } = view;
  if (result !== null) return foundCard(result, title, context);
  if (state !== 'running')
    return card(context, said.failed({ name: title }), { buttons: [[button(said.title, 'screen')]] });
  return card(context, said.running({ name: title, done: quantity(done), total: quantity(total) }), {
    buttons: [[button(said.lookAgain, `screen ${id}`)]],
  });
}

function foundCard(result: ScreenResultView, title: string, context: CardContext): Card {
  const { reader, words } = context;
  const { said } = words.screens;
  const { hits, found, looked, unknown, gone, comparedWith, closest, columns } = result;
  const [first] = columns;
  const lines = hits.slice(0, HITS).map((hit) => {
    const [value = null] = hit.figures;
    const shown = first === undefined || value === null ? '' : `: ${first[reader.language]} ${figure(value, 2)}`;
    return `${longName(context, hit)}${hit.isNew === true ? ` (${said.isNew})` : ''}${shown}`;
  });
  const isNew = hits.filter((hit) => hit.isNew === true).length;
  return card(context, said.foundOf({ name: title, found, looked }), {
    lines: [
      said.asOf({ when: dayTime(result.marketAt, reader) }),
      ...(comparedWith === null ? [] : [said.since({ isNew, gone: gone.length, when: dayTime(comparedWith, reader) })]),
      ...lines,
      ...(found > HITS ? [said.more({ count: found - HITS })] : []),
      ...(gone.length === 0 ? [] : [said.gone({ names: gone.map((one) => shortName(context, one)).join(', ') })]),
      ...(found > 0 || closest === null
        ? []
        : [said.closest({ name: shortName(context, closest), what: closest.lacked[reader.language] })]),
      ...(unknown === 0 ? [] : [said.notKnown({ count: unknown })]),
    ],
    buttons: spread(
      hits.slice(0, CHOICES).map((hit) => button(shortName(context, hit), `price ${hit.symbol}`)),
      3,
    ),
  });
}
