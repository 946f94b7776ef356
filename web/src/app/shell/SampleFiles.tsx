import { ArrowRightOutlined } from '@ant-design/icons'
import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useSamples } from '@/client/story'
import { Samples } from '@/components/Samples'

import css from './shell.module.css'

/** Files to try uploads with, and where each goes. */
export function SampleFiles({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const { data } = useSamples()
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('app.clock.samples')} width={560}>
      <p className={css.samples}>{t('app.clock.samplesAbout')}</p>
      <Samples samples={data?.items ?? []} />
      <Link to="/people/import" className={css.onward} onClick={onClose}>
        {t('app.pages.import')} <ArrowRightOutlined />
      </Link>
    </Modal>
  )
}
