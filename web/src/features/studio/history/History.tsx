import { Pagination } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { Await } from '@/components/Await'
import { Notice } from '@/components/Notice'
import { PageHead } from '@/components/PageHead'

import { Outcome } from '../changes/Outcome'
import type { Published, ReleaseHead } from '../studio'
import css from './history.module.css'
import { Import } from './Import'
import { Release } from './Release'
import { useReleases } from './releases'
import { RestoreDialog } from './RestoreDialog'

const SIZE = 20

/** Everything that was ever published, newest first; each can be read, taken out as files, restored. */
export function History() {
  const { t } = useTranslation()
  const { number } = useParams()
  const navigate = useNavigate()
  const mayRestore = useMay(acts.restore)
  const mayImport = useMay(acts.importDraft)
  const [page, setPage] = useState(1)
  const [restoring, setRestoring] = useState<ReleaseHead>()
  const [outcome, setOutcome] = useState<Published>()
  return (
    <>
      <PageHead title={t('studio.history.title')} about={t('studio.history.about')} />
      {outcome && <Outcome outcome={outcome} onClose={() => setOutcome(undefined)} />}
      <div className={css.columns}>
        <Await query={useReleases(page, SIZE)}>
          {({ items, total }) =>
            total === 0 ? (
              <Notice title={t('studio.history.none')} text={t('studio.history.noneText')} />
            ) : (
              <div>
                <ol className={css.line}>
                  {items.map((release) => (
                    <Release
                      key={release.number}
                      release={release}
                      open={String(release.number) === number}
                      onToggle={(open) =>
                        void navigate(open ? `/studio/history/${release.number}` : '/studio/history', {
                          replace: true,
                          preventScrollReset: true,
                        })
                      }
                      onRestore={mayRestore && !release.newest ? () => setRestoring(release) : undefined}
                    />
                  ))}
                </ol>
                {total > SIZE && (
                  <Pagination size="small" current={page} pageSize={SIZE} total={total} onChange={setPage} />
                )}
              </div>
            )
          }
        </Await>
        {mayImport && <Import />}
      </div>
      <RestoreDialog release={restoring} onClose={() => setRestoring(undefined)} onDone={setOutcome} />
    </>
  )
}
