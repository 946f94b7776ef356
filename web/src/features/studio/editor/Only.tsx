import { useTranslation } from 'react-i18next'

import { useDesk, faultsAt } from './desk'
import { Filter } from './filter/Filter'
import { Faults } from './Row'
import { Section } from './Section'

const PATH = ['measure', 'where']

/** Which rows count. */
export function Only() {
  const { t } = useTranslation()
  const { body, faults, change } = useDesk()
  return (
    <Section title={t('studio.sections.only')} about={t('studio.onlyAbout')}>
      <div data-path={PATH.join('.')}>
        <Filter
          label={t('studio.sections.only')}
          value={body.measure?.where}
          onChange={(where) => change(PATH, where)}
        />
        <Faults faults={faultsAt(faults, PATH)} />
      </div>
    </Section>
  )
}
