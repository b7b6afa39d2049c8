import { and, asc, eq, isNull } from 'drizzle-orm'
import { randomBytes } from '../lib/crypto.ts'
import { Refusal } from '../lib/refusal.ts'
import { randomId, type Secrets } from '../secrets/secrets.ts'
import type { Store } from '../store/store.ts'
import { typedQueries } from '../store/typed-queries.ts'
import type { Caller } from './caller.ts'
import { type Codes, createCodes } from './codes.ts'
import { cookieValues, parseCredential } from './credential.ts'
import { hasHash, hashOf } from './hash.ts'
import { atLeast, type Role } from './role.ts'
import { signIns, tokens } from './table.ts'

/** A sign-in that is not used for this long ends. */
export const signInLifetimeMs = 30 * 24 * 3_600_000
const noteUseEveryMs = 60_000

export type Auth = ReturnType<typeof createAuth>

type Token = { id: string; name: string; role: Role; mayAct: boolean; createdAt: number; lastUsedAt: number | null }

/** The two halves of a sign-in: an HttpOnly cookie and a key for scripts. Both are needed. */
export type SignIn = { id: string; role: Role; name: string; mayAct: boolean; cookie: string; key: string }

/**
 * Issues, checks and revokes credentials. Roles are read from the database at each use, so that neither a client nor a
 * cache can raise one.
 */
export function createAuth(
  store: Store,
  secrets: Pick<Secrets, 'instance'>,
  {
    now,
    random = randomBytes,
    codes = createCodes({ now, random }),
  }: { now: () => number; random?: (bytes: number) => Uint8Array; codes?: Codes },
) {
  const queries = typedQueries(store)
  const cookieName = `wheelhouse_${secrets.instance}`
  const listeners = new Set<(callerId: string) => void>()
  const freshSecret = () => Buffer.from(random(32)).toString('base64url')
  // An unknown id is compared with this hash, so that it takes as long as a known one.
  const nobodysHash = hashOf(freshSecret())

  /** Finds the token of an `id.secret`. */
  function tokenOf(credential: string) {
    const parsed = parseCredential(credential)
    if (!parsed) return undefined
    const token = liveToken(parsed.id)
    const matches = hasHash(parsed.secret, token?.secretHash ?? nobodysHash)
    return token && matches ? token : undefined
  }

  function liveToken(id: string) {
    return queries
      .select()
      .from(tokens)
      .where(and(eq(tokens.id, id), isNull(tokens.revokedAt)))
      .get()
  }

  /** Finds a valid sign-in: not revoked, used lately, and its token not revoked. */
  function liveSignIn(id: string) {
    const signIn = queries
      .select()
      .from(signIns)
      .where(and(eq(signIns.id, id), isNull(signIns.revokedAt)))
      .get()
    if (!signIn || now() >= signIn.expiresAt) return undefined
    // A person opened the link; a token may have been read by anybody.
    if (signIn.tokenId === null) return { ...signIn, name: 'a signed-in browser', mayAct: true }
    const token = liveToken(signIn.tokenId)
    return token && { ...signIn, role: token.role, name: token.name, mayAct: token.mayAct }
  }

  function signInAs(role: Role, name: string, mayAct: boolean, tokenId: string | null): SignIn {
    const id = randomId(12, random)
    const secret = freshSecret()
    const key = freshSecret()
    const at = now()
    queries
      .insert(signIns)
      .values({
        id,
        role,
        tokenId,
        cookieHash: hashOf(secret),
        keyHash: hashOf(key),
        createdAt: at,
        lastUsedAt: at,
        expiresAt: at + signInLifetimeMs,
      })
      .run()
    return { id, role, name, mayAct, cookie: `${id}.${secret}`, key }
  }

  /** Extends a sign-in that is used. On a full disk reading must go on, so a failure is ignored. */
  function noteUse(callerId: string) {
    try {
      writeUse(callerId)
    } catch {
      // It is written at most once a minute and lasts thirty days: the next write will do.
    }
  }

  /** Writes are limited to one a minute. */
  function writeUse(callerId: string) {
    const [kind, id = ''] = callerId.split(':')
    const at = now()
    const before = at - noteUseEveryMs
    if (kind === 'token') {
      const token = liveToken(id)
      if (token && (token.lastUsedAt === null || token.lastUsedAt <= before))
        queries.update(tokens).set({ lastUsedAt: at }).where(eq(tokens.id, id)).run()
    }
    if (kind === 'sign-in') {
      const signIn = liveSignIn(id)
      if (!signIn || signIn.lastUsedAt > before) return
      const expiresAt = at + signInLifetimeMs
      queries.update(signIns).set({ lastUsedAt: at, expiresAt }).where(eq(signIns.id, id)).run()
      if (signIn.tokenId !== null) noteUse(`token:${signIn.tokenId}`)
    }
  }

  function announce(callerIds: string[]) {
    const failures: unknown[] = []
    for (const callerId of callerIds)
      for (const listener of listeners)
        try {
          listener(callerId)
        } catch (error) {
          // A failing listener must not keep the others from closing their sockets; the error is thrown below.
          failures.push(error)
        }
    if (failures.length > 0) throw new AggregateError(failures, `Closing what ${callerIds[0]} had open failed.`)
  }

  return {
    cookieName,
    noteUse,

    /** Makes a code for a sign-in link, valid once and for five minutes. */
    issueCode: (role: Role) => codes.issue(role),

    /** Signs a browser in with a code; undefined for a wrong, used or expired one. */
    exchange(code: string): SignIn | undefined {
      const role = codes.roleOf(code)
      if (!role) return undefined
      const signIn = signInAs(role, 'a signed-in browser', true, null)
      // Only now: where the disk is full, the link must still be good once there is room.
      codes.use(code)
      return signIn
    },

    /** Signs a browser in with the role of a token; revoking the token ends the sign-in. */
    signInWithToken(credential: string): SignIn | undefined {
      const token = tokenOf(credential)
      return token && signInAs(token.role, token.name, token.mayAct, token.id)
    },

    /** Ends a sign-in; does nothing for other callers. */
    signOut(callerId: string) {
      if (!callerId.startsWith('sign-in:')) return
      const id = callerId.slice('sign-in:'.length)
      queries.update(signIns).set({ revokedAt: now() }).where(eq(signIns.id, id)).run()
      announce([callerId])
    },

    /** Creates a token; its secret is shown only now. Throws a Refusal for a role above the creator's. */
    createToken(
      by: Caller,
      { name, role, mayAct = false }: { name: string; role: Role; mayAct?: boolean | undefined },
    ) {
      if (!atLeast(by.role, role))
        throw new Refusal('forbidden', `You are ${by.role} and cannot make a token for ${role}.`)
      const id = randomId(12, random)
      const secret = freshSecret()
      queries
        .insert(tokens)
        .values({ id, name, role, mayAct, secretHash: hashOf(secret), createdAt: now() })
        .run()
      return { id, name, role, mayAct, token: `${id}.${secret}` }
    },

    /** The valid tokens, oldest first. */
    tokens(): Token[] {
      const { id, name, role, mayAct, createdAt, lastUsedAt } = tokens
      return queries
        .select({ id, name, role, mayAct, createdAt, lastUsedAt })
        .from(tokens)
        .where(isNull(tokens.revokedAt))
        .orderBy(asc(tokens.createdAt), asc(tokens.id))
        .all()
    },

    /** Revokes a token and every sign-in made with it. */
    revokeToken(id: string) {
      const at = now()
      const ended = queries.transaction((tx) => {
        const [token] = tx
          .update(tokens)
          .set({ revokedAt: at })
          .where(and(eq(tokens.id, id), isNull(tokens.revokedAt)))
          .returning({ id: tokens.id })
          .all()
        if (!token) throw new Refusal('not-found', 'There is no token with that id. It may already be revoked.')
        return tx
          .update(signIns)
          .set({ revokedAt: at })
          .where(and(eq(signIns.tokenId, id), isNull(signIns.revokedAt)))
          .returning({ id: signIns.id })
          .all()
      })
      announce([`token:${id}`, ...ended.map((signIn) => `sign-in:${signIn.id}`)])
    },

    /** The caller of an `Authorization` header; undefined for anything but a valid token. */
    callerFromBearer(header: string): Caller | undefined {
      const token = tokenOf(/^Bearer ([^\s]{1,200})$/i.exec(header)?.[1] ?? '')
      if (!token) return undefined
      noteUse(`token:${token.id}`)
      return { id: `token:${token.id}`, role: token.role, name: token.name, mayAct: token.mayAct }
    },

    /**
     * The caller of a cookie and a key together. Cookies ignore ports and their paths can shadow each other, so another
     * server may have put a second cookie of our name in front: each is tried.
     */
    callerFromCookieAndKey(cookieHeader: string, key: string): Caller | undefined {
      for (const value of cookieValues(cookieHeader, cookieName).slice(0, 5)) {
        const parsed = parseCredential(value)
        if (!parsed) continue
        const signIn = liveSignIn(parsed.id)
        const cookieMatches = hasHash(parsed.secret, signIn?.cookieHash ?? nobodysHash)
        const keyMatches = hasHash(key, signIn?.keyHash ?? nobodysHash)
        if (!signIn || !cookieMatches || !keyMatches) continue
        noteUse(`sign-in:${signIn.id}`)
        return {
          id: `sign-in:${signIn.id}`,
          role: signIn.role,
          name: signIn.name,
          mayAct: signIn.mayAct,
          ...(signIn.tokenId === null && { byLink: true }),
        }
      }
      return undefined
    },

    /** Whether a caller is still valid; open sockets ask this again. */
    stillValid(callerId: string): boolean {
      if (['same-user', 'socket', 'agent'].includes(callerId)) return true
      const [kind, id = ''] = callerId.split(':')
      if (kind === 'token') return liveToken(id) !== undefined
      return kind === 'sign-in' && liveSignIn(id) !== undefined
    },

    /** Calls `listener` with the id of every revoked credential; returns the function that ends this. */
    onRevoked(listener: (callerId: string) => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
