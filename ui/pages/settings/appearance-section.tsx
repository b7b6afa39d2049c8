import { Segmented } from '../../components/segmented.tsx'
import { choices, choose, theme } from '../../platform/appearance.ts'
import { Section, Setting } from './section.tsx'
import { ThemeChoice, themeNames } from './theme-choice.tsx'

/** How this browser shows Wheelhouse. */
export function AppearanceSection() {
  const follows = () => choices().theme === 'auto'
  const name = () => themeNames[theme()].name
  return (
    <Section title="Appearance" sub="this browser only" end={<span class="label">Changes show at once</span>}>
      <ThemeChoice />
      <Setting
        name="When"
        about={
          follows()
            ? `As this computer: Daylight when it is light, Night watch when it is dark. Now ${name()}`
            : `${name()} at all times, whatever this computer is set to`
        }
      >
        {(ids) => (
          <Segmented
            {...ids}
            options={[
              { value: 'always', name: `Always ${name()}` },
              { value: 'auto', name: 'As this computer' },
            ]}
            value={follows() ? 'auto' : 'always'}
            onChoose={(when) => choose('theme', when === 'auto' ? 'auto' : theme())}
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
            value={choices().density === 'compact' ? 'compact' : 'comfortable'}
            onChoose={(density) => choose('density', density)}
          />
        )}
      </Setting>
      <Setting name="Motion" about="Reduced takes away every transition and fade; what is shown stays complete">
        {(ids) => (
          <Segmented
            {...ids}
            options={[
              { value: 'system', name: 'As this computer' },
              { value: 'reduced', name: 'Reduced' },
            ]}
            value={choices().motion === 'reduced' ? 'reduced' : 'system'}
            onChoose={(motion) => choose('motion', motion)}
          />
        )}
      </Setting>
      <Setting
        name="Window on the Bridge"
        about="The crew at their desks; whatever it shows stands in the console, too"
      >
        {(ids) => (
          <Segmented
            {...ids}
            options={[
              { value: 'shown', name: 'Shown' },
              { value: 'hidden', name: 'Hidden' },
            ]}
            value={choices().window === 'hidden' ? 'hidden' : 'shown'}
            onChoose={(window) => choose('window', window)}
          />
        )}
      </Setting>
      <Setting name="Single keys" about="Letters and signs do something by themselves; press ? to see what">
        {(ids) => (
          <Segmented
            {...ids}
            options={[
              { value: 'on', name: 'On' },
              { value: 'off', name: 'Only with Ctrl' },
            ]}
            value={choices().letters === 'off' ? 'off' : 'on'}
            onChoose={(letters) => choose('letters', letters)}
          />
        )}
      </Setting>
    </Section>
  )
}
