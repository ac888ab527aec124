import { callerOf } from '../../caller-of.ts';
import type { Composition } from '../../composition.ts';
import type { InGroup } from './deliver-due.ts';

/** What a group that this person had told of an account is shown, where it is now; null: it is told of nothing any more. */
export async function inGroup(composition: Composition, userId: string, groupId: string): Promise<InGroup | null> {
  const group = await composition.groups.find(groupId);
  if (group === null || group.userId !== userId || group.accountId === null || group.goneAt !== null) return null;
  const { chatId, threadId } = group;
  return {
    place: { chatId, threadId },
    draw: (event) => composition.groupCards.ofEvent(group, event),
    drawStanding: (subject) => composition.groupCards.standing(group, subject),
    picture: async (ref, language) => {
      const drawn = await composition.picture(callerOf(userId), { ref, look: { language, amounts: 'hidden' } });
      return drawn.ok ? drawn.value.buffer : null;
    },
  };
}
