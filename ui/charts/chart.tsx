import { createEffect, on, onCleanup, onMount } from 'solid-js'
import type { ChartProps } from './chart-model.ts'
import { createPlot } from './create-plot.ts'

/** A chart is drawn again at most this often. */
const minRedrawMs = 1_000

/** The place of the span among what a chart watches. */
const span = 5
const spanKey = (span: [number, number] | undefined) => span?.map((end) => Math.floor(end / 60_000)).join()

/** Values over time. Its plot is the one thing that uses uPlot. */
export function Chart(props: ChartProps) {
  let box!: HTMLDivElement
  let plot: ReturnType<typeof createPlot> | undefined

  let drawnAt = 0
  let drawing: number | undefined
  function drawSoon() {
    drawing ??= window.setTimeout(
      () => {
        drawing = undefined
        drawnAt = performance.now()
        plot?.update()
      },
      Math.max(0, minRedrawMs - (performance.now() - drawnAt)),
    )
  }

  onMount(() => {
    const resize = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      if (width < 1 || height < 1) return
      if (plot) plot.setSize(width, height)
      else plot = createPlot({ props, box }, width, height)
    })
    resize.observe(box)
    const theme = new MutationObserver(() => plot?.redraw())
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-density'] })
    void document.fonts.ready.then(() => plot?.redraw())
    onCleanup(() => {
      clearTimeout(drawing)
      resize.disconnect()
      theme.disconnect()
      plot?.destroy()
      plot = undefined
    })
  })
  createEffect(
    on(
      () => [props.xs, props.series, props.typical, props.limit, props.notes, props.span, props.reach] as const,
      (now, before) => {
        // Where a person moves the axis, the chart follows at once.
        if (plot?.fits() && before && spanKey(now[span]) !== spanKey(before[span])) return plot.update()
        if (!plot || plot.fits()) return drawSoon()
        const { width, height } = plot.size()
        plot.destroy()
        plot = createPlot({ props, box }, width, height)
      },
      { defer: true },
    ),
  )

  return <div class="chart" role="img" aria-label={props.sentence} ref={box} />
}
