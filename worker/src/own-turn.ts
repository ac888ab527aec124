/**
 * Goes on in a turn of its own. At home one thread carries every object and D1 as well, and looks at its sockets only
 * once nothing else is left to do: a chain of questions between them, however short each is, keeps a price at a stop
 * waiting outside until its end (40 ms of 60 reads of bars). Whoever asks many things and is waited for by no order
 * begins each of them with this.
 */
export function ownTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, orderUntil - Date.now()));
  });
}

/** From the price at a stop to the order on the wire, and a little more. */
const ORDER_TAKES_MS = 8;
let orderUntil = 0;

/** An order is being made: whoever begins a turn of their own now waits for that long, once. */
export function makeWay(): void {
  orderUntil = Date.now() + ORDER_TAKES_MS;
}
