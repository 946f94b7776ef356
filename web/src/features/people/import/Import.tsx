import { ArrowLeftOutlined } from '@ant-design/icons'
import { Steps } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { asTrouble } from '@/client/trouble'
import { PageHead } from '@/components/PageHead'

import css from '../people.module.css'
import { Check } from './Check'
import { Choose } from './Choose'
import { Done } from './Done'
import { useLoad, usePreview } from './import'

/** A list of people in three steps: choose, check, done. */
export function Import() {
  const { t } = useTranslation()
  const preview = usePreview()
  const load = useLoad()
  const now = asTrouble(load.error).preview ?? preview.data
  const step = load.data ? 2 : now ? 1 : 0
  function restart() {
    preview.reset()
    load.reset()
  }
  return (
    <div className={css.wizard}>
      <PageHead
        title={t('people.import')}
        about={t('people.importAbout')}
        above={
          <Link to="/people">
            <ArrowLeftOutlined /> {t('people.back')}
          </Link>
        }
      />
      <Steps
        size="small"
        current={step}
        responsive={false}
        items={(['file', 'check', 'done'] as const).map((key) => ({ title: t(`people.steps.${key}`) }))}
      />
      <section className={css.card}>
        {load.data ? (
          <Done report={load.data} />
        ) : now ? (
          <Check key={now.token} preview={now} load={load} onBack={restart} />
        ) : (
          <Choose preview={preview} />
        )}
      </section>
    </div>
  )
}
