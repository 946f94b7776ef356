import { ArrowLeftOutlined } from '@ant-design/icons'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { Trouble } from '@/client/trouble'
import { PageHead } from '@/components/PageHead'
import { TroubleView } from '@/components/TroubleView'

import { DropHere } from '../list/DropHere'
import { DropPage } from '../list/DropPage'
import { Tray } from '../list/Tray'
import { useHandIn } from '../list/useHandIn'
import { Wizard } from './Wizard'

const FormMaker = lazy(async () => ({ default: (await import('../form/FormMaker')).FormMaker }))
const forbidden = new Trouble({ status: 403, code: 'forbidden' })

/** A new source: from a file that was handed in, or as a form. */
export function New() {
  const [params] = useSearchParams()
  const upload = params.get('upload')
  const loads = useMay(acts.loadFacts)
  if (!loads) return <TroubleView error={forbidden} />
  if (params.has('form')) {
    return (
      <Suspense>
        <FormMaker />
      </Suspense>
    )
  }
  return upload ? <Wizard key={upload} id={upload} /> : <Begin />
}

function Begin() {
  const { t } = useTranslation()
  const handIn = useHandIn()
  return (
    <DropPage handIn={handIn}>
      <PageHead
        title={t('sources.new')}
        about={t('sources.newAbout')}
        above={
          <Link to="/sources">
            <ArrowLeftOutlined /> {t('sources.title')}
          </Link>
        }
      />
      <Tray />
      <DropHere handIn={handIn} title={t('sources.first')} />
    </DropPage>
  )
}
