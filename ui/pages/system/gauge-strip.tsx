import { Index, Show } from 'solid-js'
import type { Reading } from '../../../src/health/reading.ts'
import { gaugesOf } from './gauges.ts'

const levelWords = { calm: '', warn: ', a warning', danger: ', critical' } as const

/** How full each part of the machine is just now, with the limits marked. */
export function GaugeStrip(props: { reading: Reading | null }) {
  return (
    <ul class="panel gauge-strip" aria-label="Just now">
      <Index each={gaugesOf(props.reading)}>
        {(gauge) => (
          <li data-gauge={gauge().id} data-level={gauge().level}>
            <span class="gauge-line">
              <span class="gauge-title">{gauge().name}</span>
              <b>{gauge().value}</b>
            </span>
            <span class="gauge-meter" aria-hidden="true">
              <Show when={gauge().percent !== null}>
                <span style={{ width: `${gauge().percent}%` }} />
              </Show>
              <Show when={gauge().limits}>
                {(limits) => (
                  <>
                    <i style={{ left: `${limits().warn}%` }} />
                    <i style={{ left: `${limits().danger}%` }} />
                  </>
                )}
              </Show>
            </span>
            <span class="label cut" title={gauge().note}>
              {gauge().note || 'not known'}
              <span class="hidden">{levelWords[gauge().level]}</span>
            </span>
          </li>
        )}
      </Index>
    </ul>
  )
}
