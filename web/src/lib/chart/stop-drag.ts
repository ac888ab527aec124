import type { IChartApi, IPriceLine, ISeriesApi } from 'lightweight-charts';

interface Over {
  readonly chart: IChartApi;
  readonly prices: ISeriesApi<'Candlestick'>;
  /** Where the line was let go. */
  readonly drop: (price: number) => void;
}

/** So near the line somebody takes hold of it: a mouse points, a thumb covers. */
const GRIP_PX = { mouse: 7, other: 16 } as const;
/** What moves less was a tap. */
const MOVED_PX = 3;

/**
 * The stop-loss line, taken hold of and moved. It only shows where it would be: whoever hears of it asks, and draws the
 * chart anew as things stand.
 */
export class StopDrag {
  readonly #element: HTMLElement;
  readonly #over: Over;
  readonly #gone = new AbortController();
  #line: IPriceLine | null = null;
  /** By which pointer, from where; the price it goes back to, and the one it is held at. */
  #held: { readonly pointer: number; readonly from: number; price: number; at: number } | null = null;

  constructor(element: HTMLElement, over: Over) {
    this.#element = element;
    this.#over = over;
    const { signal } = this.#gone;
    // Before the chart's own listeners: what holds the line does not scroll the chart.
    const options = { signal, capture: true };
    element.addEventListener('pointerdown', (event) => this.#down(event), options);
    element.addEventListener('pointermove', (event) => this.#move(event), options);
    element.addEventListener('pointerup', (event) => this.#up(event), options);
    element.addEventListener('pointercancel', () => this.#back(), options);
    element.addEventListener('keydown', ({ key }) => key === 'Escape' && this.#back(), options);
  }

  /** The line as it was drawn last; null: it may not be moved. A hand that holds it holds on. */
  hold(line: IPriceLine | null): void {
    if (line === null) this.#back();
    this.#line = line;
    if (line === null || this.#held === null) return;
    this.#held.price = line.options().price;
    line.applyOptions({ price: this.#held.at });
  }

  end(): void {
    this.#gone.abort();
  }

  #down(event: PointerEvent): void {
    const line = this.#line;
    if (line === null || !event.isPrimary || event.button !== 0 || !this.#isNear(event)) return;
    event.stopPropagation();
    event.preventDefault();
    const { price } = line.options();
    this.#held = { pointer: event.pointerId, from: this.#y(event), price, at: price };
    this.#element.setPointerCapture(event.pointerId);
    this.#over.chart.applyOptions({ handleScroll: false, handleScale: false });
  }

  #move(event: PointerEvent): void {
    if (this.#held?.pointer !== event.pointerId) {
      this.#element.style.setProperty('cursor', this.#line !== null && this.#isNear(event) ? 'ns-resize' : '');
      return;
    }
    event.stopPropagation();
    const price = this.#priceAt(event);
    if (price === null) return;
    this.#held.at = price;
    this.#line?.applyOptions({ price });
  }

  #up(event: PointerEvent): void {
    const held = this.#held;
    if (held?.pointer !== event.pointerId) return;
    event.stopPropagation();
    const price = this.#priceAt(event);
    const isTap = Math.abs(this.#y(event) - held.from) < MOVED_PX;
    this.#back();
    if (price !== null && !isTap) this.#over.drop(price);
  }

  /** As it stands until somebody has said yes. */
  #back(): void {
    if (this.#held === null) return;
    this.#line?.applyOptions({ price: this.#held.price });
    this.#held = null;
    this.#over.chart.applyOptions({ handleScroll: { vertTouchDrag: false }, handleScale: true });
  }

  #isNear(event: PointerEvent): boolean {
    const at = this.#line === null ? null : this.#over.prices.priceToCoordinate(this.#line.options().price);
    const grip = event.pointerType === 'mouse' ? GRIP_PX.mouse : GRIP_PX.other;
    return at !== null && Math.abs(at - this.#y(event)) <= grip;
  }

  #priceAt(event: PointerEvent): number | null {
    const price = this.#over.prices.coordinateToPrice(this.#y(event));
    return price === null || price <= 0 ? null : Number(price);
  }

  #y(event: PointerEvent): number {
    return event.clientY - this.#element.getBoundingClientRect().top;
  }
}
