/**
 * A body that is made as fast as it is taken: nothing of a long file is held. The first piece is waited for, so that a question that
 * is refused has no file.
 */
export async function streamOf(pieces: AsyncGenerator<Uint8Array, void>) {
  let first: IteratorResult<Uint8Array, void> | undefined = await pieces.next()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = first ?? (await pieces.next())
      first = undefined
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await pieces.return()
    },
  })
}
