/** A gateway that a person has added by its address; the token is a secret. */
export type AddedGateway = { url: string; token: string }

/** What came of knocking at an address: who answers there, or why nobody we can speak to does, with what to do about it. */
export type TriedGateway =
  | { isOk: true; version: string | null; methods: number }
  | { isOk: false; code: string; message: string; fix: string | null }
