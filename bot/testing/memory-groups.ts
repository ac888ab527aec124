import { GROUP_ID, type Group, type GroupPlace, type Groups } from '#shared/usecases/group-port.ts';

/** Groups over an array, as the directory keeps them. */
export function memoryGroups(): Groups & { readonly all: readonly Group[] } {
  let all: Group[] = [];
  const isAt = (place: GroupPlace) => (group: Group) =>
    group.channel === place.channel && group.chatId === place.chatId && group.threadId === place.threadId;
  const change = (which: (group: Group) => boolean, to: Partial<Group>): Promise<void> => {
    all = all.map((group) => (which(group) ? { ...group, ...to } : group));
    return Promise.resolve();
  };
  return {
    get all() {
      return all;
    },
    at: (place) => Promise.resolve(all.find(isAt(place)) ?? null),
    find: (id) => Promise.resolve(all.find((group) => group.id === id) ?? null),
    list: (userId) => Promise.resolve(all.filter((group) => group.userId === userId)),
    put: (group) => {
      const known = all.find(isAt(group));
      const kept: Group = { ...group, id: known?.id ?? `${GROUP_ID}${all.length + 1}`, goneAt: null };
      all = [...all.filter(({ id }) => id !== kept.id), kept];
      return Promise.resolve(kept);
    },
    tell: (id, to) => change((group) => group.id === id, to),
    move: (channel, from, to) => change((group) => group.channel === channel && group.chatId === from, { chatId: to }),
    setGone: (channel, chatId, goneAt) => {
      const isThere = (group: Group): boolean => group.channel === channel && group.chatId === chatId;
      const before = all.filter(isThere);
      void change(isThere, goneAt === null ? { goneAt } : { goneAt, accountId: null });
      return Promise.resolve(before);
    },
  };
}
