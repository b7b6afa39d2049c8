import { percent, tokens } from '../../src/lib/format.ts'
import type { Overview } from '../../src/overview/overview.ts'
import { Sparkline } from '../charts/sparkline.tsx'
import { levelOf, machineLimits } from '../components/level.ts'

/** Tokens per minute, CPU and memory, on every page. Each has room for its longest value, so that none moves another. */
export function Gauges(props: { health: Overview['health'] }) {
  const machine = () => props.health.reading?.machine
  const cpu = () => machine()?.cpu.percent ?? null
  const memory = () => {
    const known = machine()?.memory
    return known ? (known.usedBytes / known.totalBytes) * 100 : null
  }
  return (
    <>
      <span class="gauge pace" title="Tokens a minute, over the last five, cache included; the line is the last hour">
        <span class="label">Tok/min</span>
        <Sparkline values={props.health.recent.values['tokens.perMinute']} width={54} height={18} />
        <b>{tokens(props.health.reading?.tokensPerMinute)}</b>
      </span>
      <span class="gauges">
        <span class="gauge" title="All cores together">
          <span class="label">CPU</span>
          <b data-level={levelOf(cpu(), machineLimits)}>{percent(cpu())}</b>
        </span>
        <span class="gauge ram" title="Memory in use">
          <span class="label">RAM</span>
          <b data-level={levelOf(memory(), machineLimits)}>{percent(memory())}</b>
        </span>
      </span>
    </>
  )
}
