import type { PictureLook } from '../../contract/picture.ts';
import type { Caller } from '../../domain/caller.ts';
import type { World } from '../../domain/market.ts';
import type { Sheet } from '../../pictures/picture.ts';
import { wordsFor } from '../../words/catalogue.ts';
import type { Words } from '../../words/en.ts';
import { dateIn, readerOf, zoneLabel, type Reader } from '../../words/format-time.ts';
import type { UseCaseDeps } from '../ports.ts';

/** Who looks at a picture, and how it is to look. */
export interface Looking {
  readonly reader: Reader;
  readonly words: Words;
  readonly theme: Sheet['theme'];
  readonly rises: Sheet['rises'];
  readonly showsAmounts: boolean;
}

export async function lookingOf(deps: UseCaseDeps, caller: Caller, look: PictureLook): Promise<Looking> {
  const user = await deps.users.find(caller.userId);
  const language = look.language ?? user?.language ?? 'en';
  return {
    reader: readerOf(language),
    words: wordsFor(language),
    theme: look.theme ?? (user?.theme === 'dark' ? 'dark' : 'light'),
    rises: look.rises ?? (language === 'ko' ? 'red-up' : 'green-up'),
    showsAmounts: look.amounts !== 'hidden',
  };
}

/** What every picture has, of a world as it was at a market time. */
export function sheetOf(
  { reader, words, theme, rises }: Looking,
  of: { readonly world: World; readonly marketAt: number; readonly marketZone: string },
): Pick<Sheet, 'world' | 'worldText' | 'theme' | 'rises' | 'language' | 'zone' | 'tail' | 'figure'> {
  const world = words.states.worlds[of.world];
  return {
    world: of.world,
    // A past day is part of its world; the others are told apart by what stands beside.
    worldText: of.world === 'replay' ? `${world} ${dateIn(of.marketAt, of.marketZone)}` : world,
    theme,
    rises,
    language: reader.language,
    zone: reader.zone,
    tail: '',
    figure: null,
  };
}

/** A zone by the name people know: also where a clock alone would do, since pictures are passed on. */
export function zoneName(zone: string, at: number, { words, reader }: Looking): string {
  return words.pictures.zones[zone] ?? zoneLabel(at, { ...reader, zone });
}
