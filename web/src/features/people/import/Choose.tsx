import { InboxOutlined } from '@ant-design/icons'
import { DatePicker, Spin, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useSamples } from '@/client/story'
import type { UnitItem } from '@/client/types'
import { Samples } from '@/components/Samples'
import { TroubleView } from '@/components/TroubleView'
import { useUnits } from '@/components/units'

import css from '../people.module.css'
import type { usePreview } from './import'

/** A path of this company that shows how they are written: the deepest one. */
function longest(units: UnitItem[] = []): string | undefined {
  const depth = (code: string) => code.split('/').length
  return units
    .map(({ code }) => code)
    .reduce<string | undefined>((best, code) => (best && depth(best) >= depth(code) ? best : code), undefined)
}

/** In an example company, a list to try this with. */
function Trial() {
  const { t } = useTranslation()
  const { data } = useSamples()
  const lists = data?.items.filter(({ source }) => source === null) ?? []
  if (lists.length === 0) return null
  return (
    <section aria-label={t('people.sampleFiles')}>
      <h2>{t('people.sampleFiles')}</h2>
      <Samples samples={lists} />
    </section>
  )
}

/** The first step: a file, and from when it holds. */
export function Choose({ preview }: { preview: ReturnType<typeof usePreview> }) {
  const { t } = useTranslation()
  const { data: units } = useUnits()
  const [effective, setEffective] = useState<string>()
  return (
    <>
      <div className={css.field}>
        <label htmlFor="effective">{t('people.effective')}</label>
        <DatePicker
          id="effective"
          placeholder={t('people.today')}
          onChange={(date) => setEffective(date?.format('YYYY-MM-DD'))}
        />
        <span className={css.soft}>{t('people.effectiveHint')}</span>
      </div>
      <Spin spinning={preview.isPending} description={t('people.reading')}>
        <Upload.Dragger
          accept=".xlsx,.xls,.csv"
          maxCount={1}
          showUploadList={false}
          beforeUpload={(file) => {
            preview.mutate({ file, effective })
            return false
          }}
        >
          <div className={css.drop}>
            <InboxOutlined />
            <span className={css.name}>{t('people.drop')}</span>
            <span className={css.soft}>
              {t('people.dropHint', { path: longest(units?.items) ?? t('people.path') })}
            </span>
          </div>
        </Upload.Dragger>
      </Spin>
      <Trial />
      {preview.isError && <TroubleView error={preview.error} retry={preview.reset} />}
    </>
  )
}
