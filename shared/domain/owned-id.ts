/** The order that took another one’s place carries its number in the chain: `o_<key>_<ulid>~2`. */
const OWNED_ID = /^[bpiow]_([0-9a-z]{8})_[0-9a-zA-Z]{1,40}(?:~[0-9]{1,5})?$/;

/** The account whose key an id of a bot, proposal, order, alert or invitation carries (`b_<key>_<ulid>`); null when it is no such id. */
export function accountIdIn(id: string): string | null {
  const key = OWNED_ID.exec(id)?.[1];
  return key === undefined ? null : `a_${key}`;
}
