import Volume from 'lucide-solid/icons/volume-2'
import VolumeX from 'lucide-solid/icons/volume-x'
import { createEffect, on, onCleanup, Show } from 'solid-js'
import type { OfficeMember } from '../../../../src/office/member.ts'
import { preferences, setPreference } from '../../../platform/appearance.ts'
import { chimeEveryMs, chimeOf } from './chimes.ts'
import { createPlayer } from './create-player.ts'

/** Switches the sounds of the office, and plays them: in a hidden tab as well, where they are of most use. */
export function SoundButton(props: { members: readonly OfficeMember[] }) {
  const isOn = () => preferences().officeSound === 'on'
  const player = createPlayer()
  let playedAt = Number.NEGATIVE_INFINITY
  createEffect(
    on(
      () => props.members,
      (after, before) => {
        const chime = isOn() && before ? chimeOf(before, after) : null
        if (chime === null || performance.now() - playedAt < chimeEveryMs) return
        if (player.play(chime)) playedAt = performance.now()
      },
    ),
  )
  onCleanup(player.stop)
  async function toggle() {
    setPreference('officeSound', isOn() ? 'off' : 'on')
    await player.unlock()
    if (isOn()) player.play('waits')
  }
  return (
    <button
      type="button"
      aria-label="Sound when somebody waits or fails"
      aria-pressed={isOn()}
      title={
        isOn()
          ? 'Sound is on. After the page was opened, browsers play it only once you have clicked or pressed a key'
          : 'Sound when somebody waits or fails'
      }
      onClick={() => void toggle()}
    >
      <Show when={isOn()} fallback={<VolumeX size={14} aria-hidden="true" />}>
        <Volume size={14} aria-hidden="true" />
      </Show>
    </button>
  )
}
