import { Select, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { figure, useFormat } from '@/components/format'

import { useEntities } from '../studio'
import { resourced } from './body'
import { type useFields, useDesk } from './desk'
import css from './editor.module.css'
import { Fields } from './picture/Fields'
import { Months } from './picture/Months'
import { Row } from './Row'
import { Section } from './Section'

/** Where the numbers come from: a source, and a picture of what stands in it. */
export function Origin({ source }: { source: ReturnType<typeof useFields> }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { body, shut, change } = useDesk()
  const { data } = useEntities('source')
  const [all, setAll] = useState(false)
  const id = body.measure?.source
  const options = (data?.items ?? [])
    .filter(({ standing }) => standing !== 'removed')
    .map((item) => ({ value: item.id, label: item.name ? said(item.name) : item.id }))
  return (
    <Section
      title={t('studio.sections.origin')}
      end={
        id && (
          <Link to={`/sources/${encodeURIComponent(id)}`} className={css.aside}>
            {t('studio.origin.open')}
          </Link>
        )
      }
    >
      <Row label={t('studio.origin.source')} path={['measure', 'source']}>
        {(control, wrong) => (
          <Select
            id={control}
            className={css.wide}
            disabled={shut}
            status={wrong ? 'error' : undefined}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('studio.origin.choose')}
            options={options}
            value={id}
            onChange={(next: string) => change(['measure'], resourced(body.measure, next))}
          />
        )}
      </Row>
      {source.pending && source.fields.length === 0 && <Skeleton active title={false} paragraph={{ rows: 4 }} />}
      {source.picture && (
        <div className={css.glance}>
          <span>{t('studio.origin.rows', { count: source.picture.rows, rows: figure(source.picture.rows) })}</span>
          <Months months={source.picture.months} />
        </div>
      )}
      {!source.pending && source.trouble && (
        <p className={css.hint}>{t('studio.origin.noPicture', { why: source.trouble.message })}</p>
      )}
      {source.fields.length > 0 && <Fields all={all} onAll={() => setAll(true)} />}
    </Section>
  )
}
