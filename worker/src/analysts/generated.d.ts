// What worker/host/wasm-loaders.ts writes from the installed libraries, as far as it is used here.

declare module '#generated/prophet-stan.js' {
  /** Instantiates Prophet's Stan model anew over the given system (`prophet/wasi.ts`). */
  export default function load(system: object): Promise<import('@bsull/augurs/prophet').ProphetOptions['optimizer']>;
}

declare module '#generated/prophet.js' {
  /** Instantiates Prophet anew; `fillRandom` fills an array of bytes. */
  export default function load(fillRandom: (bytes: Uint8Array) => void): typeof import('@bsull/augurs/prophet');
}

declare module '#generated/trees.js' {
  /** A trained model; `unload` frees its memory. */
  export interface TreesModel {
    /** For two classes the probability of the second of `getLabelClasses()`, one per example. */
    predict(examples: Readonly<Record<string, readonly number[]>>): number[];
    getLabelClasses(): string[];
    unload(): void;
  }

  export interface TreesLibrary {
    GradientBoostedTreesLearner: new (
      label: string,
      task: 'CLASSIFICATION',
    ) => { train(columns: Readonly<Record<string, readonly (number | string)[]>>): TreesModel };
  }

  export default function load(): Promise<TreesLibrary>;
}
