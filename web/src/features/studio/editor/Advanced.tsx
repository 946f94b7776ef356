import { Input, InputNumber, Switch } from 'antd'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import { isMade, SLOTS } from './body'
import { useDesk } from './desk'
import css from './editor.module.css'
import { FieldSelect } from './FieldSelect'
import { Limits } from './Limits'
import { Rename } from './Rename'
import { Row } from './Row'

/** What is seldom changed, folded. */
export function Advanced() {
  const { t } = useTranslation()
  const { body, shut, change } = useDesk()
  const made = isMade(body.measure?.kind ?? 'count')
  return (
    <details className={css.section}>
      <summary>
        <h2>{t('studio.sections.advanced')}</h2>
        <span className={css.hint}>{t('studio.advancedAbout')}</span>
      </summary>
      {!made && <OfFacts />}
      <Row label={t('studio.matures')} path={['matures_days']} hint={t('studio.maturesHint')}>
        {(id, wrong) => (
          <InputNumber
            id={id}
            disabled={shut}
            status={wrong ? 'error' : undefined}
            min={0}
            max={1000}
            precision={0}
            suffix={t('studio.times.day')}
            value={body.matures_days ?? 0}
            onChange={(days) => change(['matures_days'], days || undefined)}
          />
        )}
      </Row>
      <Row label={t('studio.personal')} path={['personal']} hint={t('studio.personalHint')}>
        {(id) => (
          <Switch
            id={id}
            disabled={shut}
            checked={body.personal ?? true}
            onChange={(on) => change(['personal'], on ? undefined : false)}
          />
        )}
      </Row>
      <Row label={t('studio.owner')} path={['owner']}>
        {(id, wrong) => (
          <Input
            id={id}
            disabled={shut}
            status={wrong ? 'error' : undefined}
            maxLength={80}
            value={body.owner ?? ''}
            onChange={({ target }) => change(['owner'], target.value || undefined)}
          />
        )}
      </Row>
      <Limits />
      <Rename />
    </details>
  )
}

/** By which time and person of the source the facts count. */
function OfFacts() {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { body, fields, time, change } = useDesk()
  const own = fields.find(({ id }) => id === time)
  const people = fields.filter(({ dimension }) => dimension === 'person')
  const [only] = people
  const timed = !SLOTS[body.measure?.kind ?? 'count'].some(({ option }) => option === 'opened')
  return (
    <>
      {timed && (
        <Row label={t('studio.time')} path={['measure', 'time']} hint={t('studio.timeHint')}>
          {(id, wrong) => (
            <FieldSelect
              id={id}
              takes="moment"
              wrong={wrong}
              clearable
              placeholder={own ? t('studio.asSource', { field: said(own.name) }) : t('studio.noTime')}
              value={body.measure?.time}
              onChange={(next) => change(['measure', 'time'], next)}
            />
          )}
        </Row>
      )}
      <Row label={t('studio.person')} path={['measure', 'person']} hint={t('studio.personHint')}>
        {(id, wrong) => (
          <FieldSelect
            id={id}
            takes="any"
            dimension="person"
            wrong={wrong}
            clearable
            placeholder={
              people.length === 1 && only
                ? t('studio.asSource', { field: said(only.name) })
                : t(people.length > 1 ? 'studio.chooseField' : 'studio.nobody')
            }
            value={body.measure?.person}
            onChange={(next) => change(['measure', 'person'], next)}
          />
        )}
      </Row>
    </>
  )
}
