import { InboxOutlined } from '@ant-design/icons'
import { Spin, Upload } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { sentence, useFormat } from '@/components/format'
import { TroubleView } from '@/components/TroubleView'

import { placeOf } from '../places'
import { reference } from '../studio'
import css from './history.module.css'
import { useImport } from './releases'

/** Files of a blueprint, dropped here, become the draft; what is published stays. */
export function Import() {
  const { t } = useTranslation()
  const { said } = useFormat()
  const taken = useImport()
  return (
    <section className={css.import}>
      <h2>{t('studio.import.title')}</h2>
      <Spin spinning={taken.isPending}>
        <Upload.Dragger
          accept=".zip,.yaml,.yml"
          maxCount={1}
          showUploadList={false}
          beforeUpload={(file) => {
            taken.mutate(file)
            return false
          }}
        >
          <div className={css.drop}>
            <InboxOutlined />
            <b>{t('studio.import.drop')}</b>
            <span className={css.hint}>{t('studio.import.hint')}</span>
          </div>
        </Upload.Dragger>
      </Spin>
      {taken.data && (
        <div role="status" className={css.result}>
          <b>{t('studio.import.done', { count: taken.data.said.length })}</b>
          <ul className={css.said}>
            {taken.data.said.map(({ text }) => (
              <li key={text.zh}>{sentence(said(text))}</li>
            ))}
          </ul>
          {taken.data.overwritten.length > 0 && (
            <>
              <p>{t('studio.import.overwritten')}</p>
              <ul className={css.said}>
                {taken.data.overwritten.map((entity) => (
                  <li key={reference(entity)}>
                    <Link to={placeOf(entity)}>{entity.name ? said(entity.name) : entity.id}</Link>
                  </li>
                ))}
              </ul>
            </>
          )}
          <Link to="/studio/changes">{t('studio.import.see')}</Link>
        </div>
      )}
      {taken.isError && <TroubleView error={taken.error} retry={taken.reset} />}
    </section>
  )
}
