export type Engines = {
  readonly webkit: {
    readonly driver: string;
    readonly xvfb: string;
    readonly browser: string;
  } | null;
  readonly firefox: { readonly program: string } | null;
};
/**
 * The engines beside Chromium that are installed here, each null where something of it is missing.
 */
export function findEngines(): Engines;
/** The same, with what is missing installed where we may; says which there are. */
export function ensureEngines(): Promise<Engines>;
