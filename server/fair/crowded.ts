/**
 * A restaurant asks for more than its share, and its own line is full (FAIR-3). Nothing was done;
 * answered with 429.
 */
export class Crowded extends Error {
  override readonly name = "Crowded";
  readonly code = "crowded";
}
