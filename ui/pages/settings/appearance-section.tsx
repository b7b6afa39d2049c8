import { Segmented } from '../../components/segmented.tsx'
import { themeNames } from '../../components/theme-names.ts'
import { preferences, setPreference, theme } from '../../platform/appearance.ts'
import { Section, Setting } from './section.tsx'
import { ThemeChoice } from './theme-choice.tsx'

/** The preferences of this browser. */
export function AppearanceSection() {
  const followsSystem = () => preferences().theme === 'auto'
  const name = () => themeNames[theme()].name
  return (
    <Section title="Appearance" sub="this browser only" end={<span class="label">Changes show at once</span>}>
      <ThemeChoice />
      <Setting
        name="When"
        about={
          followsSystem()
            ? `Match system: Daylight when it is light, Night watch when it is dark. Now ${name()}`
            : `Always ${name()}`
        }
      >
        {(ids) => (
          <Segmented
            {...ids}
            options={[
              { value: 'always', name: `Always ${name()}` },
              { value: 'auto', name: 'Match system' },
            ]}
            value={followsSystem() ? 'auto' : 'always'}
            onChoose={(when) => setPreference('theme', when === 'auto' ? 'auto' : theme())}
          />
        )}
      </Setting>
      <Setting name="Density" about="Compact has smaller type and lower rows, so that more of them fit">
        {(ids) => (
          <Segmented
            {...ids}
            options={[
              { value: 'compact', name: 'Compact' },
              { value: 'comfortable', name: 'Comfortable' },
            ]}
            value={preferences().density === 'compact' ? 'compact' : 'comfortable'}
            onChoose={(density) => setPreference('density', density)}
          />
        )}
      </Setting>
      <Setting name="Motion" about="Reduced takes away every transition and fade; what is shown stays complete">
        {(ids) => (
          <Segmented
            {...ids}
            options={[
              { value: 'system', name: 'Match system' },
              { value: 'reduced', name: 'Reduced' },
            ]}
            value={preferences().motion === 'reduced' ? 'reduced' : 'system'}
            onChoose={(motion) => setPreference('motion', motion)}
          />
        )}
      </Setting>
      <Setting
        name="Window on the Bridge"
        about="The crew at their desks. Everything it shows is in the console as well"
      >
        {(ids) => (
          <Segmented
            {...ids}
            options={[
              { value: 'shown', name: 'Shown' },
              { value: 'hidden', name: 'Hidden' },
            ]}
            value={preferences().office === 'hidden' ? 'hidden' : 'shown'}
            onChoose={(office) => setPreference('office', office)}
          />
        )}
      </Setting>
      <Setting name="Log in the office" about="What happens, in a line at its foot. Screen readers read it out">
        {(ids) => (
          <Segmented
            {...ids}
            options={[
              { value: 'shown', name: 'Shown' },
              { value: 'hidden', name: 'Hidden' },
            ]}
            value={preferences().officeLog === 'hidden' ? 'hidden' : 'shown'}
            onChoose={(log) => setPreference('officeLog', log)}
          />
        )}
      </Setting>
      <Setting
        name="Sound in the office"
        about="A chime when somebody begins to wait for you, a low tone when something fails. Browsers play it once you have clicked or pressed a key on the page"
      >
        {(ids) => (
          <Segmented
            {...ids}
            options={[
              { value: 'off', name: 'Off' },
              { value: 'on', name: 'On' },
            ]}
            value={preferences().officeSound === 'on' ? 'on' : 'off'}
            onChoose={(sound) => setPreference('officeSound', sound)}
          />
        )}
      </Setting>
      <Setting name="Single-key shortcuts" about="Press ? to see them">
        {(ids) => (
          <Segmented
            {...ids}
            options={[
              { value: 'on', name: 'On' },
              { value: 'off', name: 'Only with Ctrl' },
            ]}
            value={preferences().letters === 'off' ? 'off' : 'on'}
            onChoose={(letters) => setPreference('letters', letters)}
          />
        )}
      </Setting>
    </Section>
  )
}
