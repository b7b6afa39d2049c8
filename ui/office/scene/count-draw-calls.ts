type DrawingContext = Pick<
  WebGL2RenderingContext,
  'drawElements' | 'drawArrays' | 'drawElementsInstanced' | 'drawArraysInstanced'
>

/** Counts what a graphics context is told to draw, for as long as it is asked to. */
export function createDrawCounter(context: DrawingContext) {
  const names = ['drawElements', 'drawArrays', 'drawElementsInstanced', 'drawArraysInstanced'] as const
  let count = 0
  return {
    start() {
      for (const name of names) {
        const draw = context[name] as (...words: unknown[]) => void
        Object.assign(context, {
          [name](this: DrawingContext, ...words: unknown[]) {
            count++
            draw.apply(context, words)
          },
        })
      }
    },
    /** Gives the context its own calls back. */
    stop() {
      for (const name of names) delete (context as Partial<DrawingContext>)[name]
    },
    /** How many there were since the last time. */
    take() {
      const calls = count
      count = 0
      return calls
    },
  }
}
