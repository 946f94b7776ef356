import { ArrowLeftOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { Trouble } from '@/client/trouble'
import { Await } from '@/components/Await'
import { sentence, useFormat } from '@/components/format'
import { PageHead } from '@/components/PageHead'
import { TroubleView } from '@/components/TroubleView'

import { isMissing, useFaultWords } from './faults'
import { useNames } from './people'
import { Standing } from './Standing'
import { type Entity as Told, type Kind, KINDS, useAct, useEntity } from './studio'
import css from './studio.module.css'
import { UsedBy } from './UsedBy'

const missing = new Trouble({ status: 404, code: 'missing' })

/** An entity that is written in a file: what it means, what is wrong, what changed, what stands on it. */
export function Entity() {
  const { kind = '', id = '' } = useParams()
  const known = KINDS.find((one) => one === kind)
  return known ? <Read kind={known} id={id} /> : <TroubleView error={missing} />
}

function Read({ kind, id }: { kind: Kind; id: string }) {
  return <Await query={useEntity(kind, id)}>{(entity) => <Opened entity={entity} />}</Await>
}

function Opened({ entity }: { entity: Told }) {
  const { t } = useTranslation()
  const { said, moment } = useFormat()
  const words = useFaultWords()
  const nameOf = useNames()
  return (
    <div className={css.entity}>
      <PageHead
        title={entity.name ? said(entity.name) : entity.id}
        above={
          <Link to="/studio">
            <ArrowLeftOutlined /> {t('studio.back')}
          </Link>
        }
        actions={<Acts entity={entity} />}
      />
      <div className={css.facts}>
        <span>{t(`studio.kind.${entity.kind}`)}</span>
        <Standing standing={entity.standing} />
        {entity.by && (
          <span
            className={css.soft}
          >{`${nameOf(entity.by, entity.by_name)} · ${entity.at ? moment(entity.at) : ''}`}</span>
        )}
      </div>
      <section className={css.card}>
        {entity.sentence && <p className={css.sentence}>{sentence(said(entity.sentence))}</p>}
        {entity.faults.length > 0 && (
          <>
            <h2>{t('studio.problems', { count: entity.faults.length })}</h2>
            <ul className={css.faults}>
              {entity.faults.map((fault, index) => (
                <li key={`${fault.code} ${index}`}>
                  {fault.path.length > 0 && <code>{fault.path.join('.')}</code>} {words(fault)}
                  {fault.todo && !isMissing(fault) && <div className={css.soft}>{sentence(said(fault.todo))}</div>}
                </li>
              ))}
            </ul>
          </>
        )}
        {entity.said.length > 0 && (
          <>
            <h2>{t('studio.side.changed')}</h2>
            <ul className={css.said}>
              {entity.said.map((text) => (
                <li key={text.zh}>{sentence(said(text))}</li>
              ))}
            </ul>
          </>
        )}
        <h2>{t('studio.side.used')}</h2>
        {entity.used_by.length > 0 ? (
          <UsedBy items={entity.used_by} />
        ) : (
          <p className={css.soft}>{t('studio.side.unused')}</p>
        )}
        <p className={css.note}>
          {t('studio.byFile')} <Link to="/studio/history">{t('studio.byFileGo')}</Link>
        </p>
      </section>
    </div>
  )
}

function Acts({ entity }: { entity: Told }) {
  const { t } = useTranslation()
  const may = useMay(acts.configure)
  const act = useAct(entity.kind, entity.id)
  if (!may) return null
  const { version } = entity
  return (
    <>
      <Button
        icon={<UndoOutlined />}
        aria-label={t('studio.undo')}
        disabled={!entity.can_undo}
        onClick={() => act.mutate({ act: 'undo', version })}
      />
      <Button
        icon={<RedoOutlined />}
        aria-label={t('studio.redo')}
        disabled={!entity.can_redo}
        onClick={() => act.mutate({ act: 'redo', version })}
      />
      {entity.standing !== 'live' && (
        <Button loading={act.isPending} onClick={() => act.mutate({ act: 'discard', version })}>
          {t(entity.live ? 'studio.discard' : 'studio.discardNew')}
        </Button>
      )}
    </>
  )
}
