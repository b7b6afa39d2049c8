import { type Call, type InputOf, isGenerator, localOf, type Methods, type Remote } from './thread-rpc.ts'

/** A value as the bytes of its JSON: the thread that made it wrote them, and who passes it on need not look inside. */
type Json<Value> = Uint8Array<ArrayBuffer> & { readonly [written]?: Value }
declare const written: unique symbol

const utf8 = new TextEncoder()
const text = new TextDecoder()

/** `undefined` becomes null, as in an array. */
const toJson = <Value>(value: Value): Json<Value> => utf8.encode(JSON.stringify(value ?? null))

export const fromJson = <Value>(json: Json<Value>): Value => JSON.parse(text.decode(json)) as Value

/**
 * What a route returns for it: a response with these bytes, under the type of the value, because that is what whoever
 * asks the route gets to see.
 */
export const jsonBody = <Value>(json: Json<Value>): Value =>
  new Response(json, { headers: { 'content-type': 'application/json' } }) as unknown as Value

/** Methods that answer JSON instead of values, and bytes instead of pieces of text. */
export type JsonMethods<M extends Methods> = {
  [Name in keyof M]: [ReturnType<M[Name]>] extends [Generator<string>]
    ? (input: InputOf<M[Name]>, call: Call) => Generator<Uint8Array<ArrayBuffer>>
    : (input: InputOf<M[Name]>, call: Call) => Json<ReturnType<M[Name]>>
}

/** Methods of a thread that reads, as another thread calls them. */
export type Reader<M extends Methods> = Remote<JsonMethods<M>>

/** Makes them so. `run` stands around each call, and around each piece of a generator: a transaction, say. */
export function jsonMethods<M extends Methods>(
  methods: M,
  run: <Value>(call: () => Value) => Value = (call) => call(),
): JsonMethods<M> {
  const wrapped = Object.entries(methods).map(([name, method]) => [
    name,
    (input: never, call: Call) => {
      const returned = run(() => method(input, call))
      return isGenerator(returned) ? inPieces(returned as Generator<string>, run) : toJson(returned)
    },
  ])
  return Object.fromEntries(wrapped) as JsonMethods<M>
}

function* inPieces(
  pieces: Generator<string>,
  run: <Value>(call: () => Value) => Value,
): Generator<Uint8Array<ArrayBuffer>> {
  try {
    while (true) {
      const { value, done } = run(() => pieces.next())
      if (done) return
      yield utf8.encode(value)
    }
  } finally {
    pieces.return(undefined)
  }
}

/** A reader in this thread, for a program that serves nobody while it reads. */
export const localReader = <M extends Methods>(methods: M): Reader<M> => localOf(jsonMethods(methods))
