/**
 * The standard normal's distribution function, to 1e-14 absolute.
 * J. F. Hart, Computer Approximations (1968), as in G. West, "Better approximations to cumulative normal functions"
 * (Wilmott, 2005).
 */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  if (size > 37) return x > 0 ? 1 : 0;
  const bell = Math.exp((-size * size) / 2);
  const below = size < 7.071_067_811_865_47 ? (bell * top(size)) / bottom(size) : bell / tail(size) / 2.506_628_274_631;
  return x > 0 ? 1 - below : below;
}

function top(x: number): number {
  return (
    (((((0.035_262_496_599_891_1 * x + 0.700_383_064_443_688) * x + 6.373_962_203_531_65) * x + 33.912_866_078_383) *
      x +
      112.079_291_497_871) *
      x +
      221.213_596_169_931) *
      x +
    220.206_867_912_376
  );
}

function bottom(x: number): number {
  return (
    ((((((0.088_388_347_648_318_4 * x + 1.755_667_163_182_64) * x + 16.064_177_579_207) * x + 86.780_732_202_946_1) *
      x +
      296.564_248_779_674) *
      x +
      637.333_633_378_831) *
      x +
      793.826_512_519_948) *
      x +
    440.413_735_824_752
  );
}

function tail(x: number): number {
  return x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))));
}
