/** Sessions that were ended elsewhere. */

/**
 * A store of the sessions that back-channel logouts have ended, shared by the application's
 * instances: a key-value store, Redis, a table.
 *
 * WHY it exists: a session in an encrypted cookie cannot be deleted by anybody but the browser.
 * Without a store a session that was ended elsewhere is over at the next renewal, after at most 5
 * minutes.
 */
export interface RevocationStore {
  /**
   * Records a session.
   *
   * @param sid the session's identifier, as tokens name it.
   * @param seconds the time after which the entry may be forgotten.
   */
  add(sid: string, seconds: number): Promise<void>;
  /** Returns `true` if a session was recorded. */
  has(sid: string): Promise<boolean>;
}

/**
 * The time for which an ended session is recorded, in seconds: the life of an access token, and the
 * leeway. A renewal after it is refused by Cora.
 */
export const REVOKED_SECONDS = 360;
