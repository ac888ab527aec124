// What worker/host/picture-fonts.ts writes from the installed packages.

declare module '#generated/picture.wasm' {
  const module: WebAssembly.Module;
  export default module;
}

declare module '#generated/picture-font-500.bin' {
  const font: ArrayBuffer;
  export default font;
}

declare module '#generated/picture-font-700.bin' {
  const font: ArrayBuffer;
  export default font;
}
