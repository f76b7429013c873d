/** Kinds of file that the bundler turns into addresses inside the application. */
declare module '*.css';
declare module '*.wasm?url' {
  const url: string;
  export default url;
}
