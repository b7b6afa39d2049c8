import { Show } from 'solid-js'
import { StateMark } from '../../../components/state-mark.tsx'

/** Whether the end is followed, and the bookkeeping that the text leaves out. */
export function TranscriptFoot(props: {
  isFollowing: boolean
  isWorking: boolean
  /** How many records of bookkeeping are left out of what is loaded. */
  hidden: number
  showsRecords: boolean
  onRecords(shows: boolean): void
}) {
  return (
    <footer class="transcript-foot">
      <Show when={props.isFollowing} fallback={<span class="quiet">Not following: End goes to the end</span>}>
        <span class="following" data-live={props.isWorking ? '' : undefined}>
          <StateMark mark={props.isWorking ? 'working' : 'idle'} label="" />
          {props.isWorking ? 'Following live' : 'At the end'}
        </span>
      </Show>
      <Show when={props.hidden > 0 || props.showsRecords}>
        <span class="quiet records-hidden">
          {props.showsRecords
            ? 'Bookkeeping is shown'
            : `${props.hidden} ${props.hidden === 1 ? 'record' : 'records'} of bookkeeping hidden`}{' '}
          <button class="link-button" type="button" onClick={() => props.onRecords(!props.showsRecords)}>
            {props.showsRecords ? 'Hide' : 'Show'}
          </button>
        </span>
      </Show>
    </footer>
  )
}
