import { For } from 'solid-js'
import { StateMark } from '../../components/state-mark.tsx'
import { themeNames } from '../../components/theme-names.ts'
import { theme as pageTheme, setPreference } from '../../platform/appearance.ts'
import { type Theme, themes } from '../../platform/theme.ts'

/** Every theme as a small page in its colours; the theme of this page is selected. */
export function ThemeChoice() {
  return (
    <fieldset class="themes">
      <legend class="hidden">Theme</legend>
      <For each={themes}>
        {(theme) => (
          <label>
            <ThemePreview theme={theme} />
            <span class="row">
              <input
                class="radio"
                type="radio"
                name="theme"
                value={theme}
                checked={pageTheme() === theme}
                onChange={() => setPreference('theme', theme)}
              />
              <b>{themeNames[theme].name}</b>
              <span class="label cut">{themeNames[theme].about}</span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  )
}

function ThemePreview(props: { theme: Theme }) {
  return (
    <div class="theme-preview" data-theme={props.theme} aria-hidden="true">
      <div class="edge">
        <i />
        <i />
        <i />
      </div>
      <div class="sheet">
        <div class="lines">
          <i />
          <i />
          <i />
        </div>
        <div class="chart">
          <For each={[40, 65, 50, 85, 72, 95]}>{(height) => <i style={{ height: `${height}%` }} />}</For>
        </div>
        <div class="marks">
          <StateMark mark="working" label="" />
          <StateMark mark="thinking" label="" />
          <StateMark mark="waiting" label="" />
          <StateMark mark="stopped" label="" />
        </div>
      </div>
    </div>
  )
}
