import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'

import { asTrouble } from '@/client/trouble'

import { actOn, readEntity, saveEntity, useEntities, useRefresh } from '../studio'
import { isId } from './body'
import { useDesk } from './desk'
import css from './editor.module.css'
import { Row } from './Row'

/** The id by which formulas and files name the metric: free until it is published, fixed from then on. */
export function Rename() {
  const { t } = useTranslation()
  const { body, shut, published } = useDesk()
  const { data } = useEntities('metric')
  const [typed, setTyped] = useState(body.id)
  const { rename, pending, trouble } = useRename(body)
  const taken = typed !== body.id && data?.items.some(({ id }) => id === typed)
  const wrong = !isId(typed) || Boolean(taken)
  const hint = published ? t('studio.idFixed') : taken ? t('studio.idTaken') : (trouble ?? t('studio.idHint'))
  return (
    <Row label={t('studio.id')} path={['id']} hint={hint}>
      {(id) => (
        <span className={css.line}>
          <Input
            id={id}
            className={css.code}
            disabled={shut || published}
            status={wrong ? 'error' : undefined}
            maxLength={63}
            value={typed}
            onChange={({ target }) => setTyped(target.value.trim())}
          />
          {typed !== body.id && !wrong && (
            <Button loading={pending} onClick={() => void rename(typed)}>
              {t('studio.rename')}
            </Button>
          )}
        </span>
      )}
    </Row>
  )
}

/** The same metric under another id; the one of before leaves the draft. */
function useRename(body: ReturnType<typeof useDesk>['body']) {
  const navigate = useNavigate()
  const refresh = useRefresh()
  const [pending, setPending] = useState(false)
  const [trouble, setTrouble] = useState<string>()
  async function rename(id: string) {
    setPending(true)
    try {
      await saveEntity('metric', id, { ...body, id }, 0)
      const old = await readEntity('metric', body.id)
      await actOn('discard', 'metric', body.id, old.version)
      await navigate(`/studio/metrics/${id}`, { replace: true })
      await refresh()
    } catch (thrown) {
      setTrouble(asTrouble(thrown).message)
    } finally {
      setPending(false)
    }
  }
  return { rename, pending, trouble }
}
