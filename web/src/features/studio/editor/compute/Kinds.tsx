import { useTranslation } from 'react-i18next'

import { MEASURES, type MeasureKind } from '../body'
import css from './compute.module.css'

interface Props {
  chosen: MeasureKind
  choosing: boolean
  onChoose: (kind: MeasureKind) => void
}

/** The kinds of number there are, each with an example; folded, only the chosen one. */
export function Kinds({ chosen, choosing, onChoose }: Props) {
  const { t } = useTranslation()
  if (!choosing)
    return (
      <div className={css.kind} data-chosen>
        <b>{t(`studio.measures.${chosen}.name`)}</b>
        <span>{t(`studio.measures.${chosen}.example`)}</span>
      </div>
    )
  return (
    <div className={css.groups}>
      {MEASURES.map(([group, kinds]) => (
        <section key={group} aria-label={t(`studio.measureGroups.${group}`)}>
          <h3>{t(`studio.measureGroups.${group}`)}</h3>
          <div className={css.kinds}>
            {kinds.map((kind) => (
              <button
                key={kind}
                type="button"
                className={css.kind}
                aria-pressed={kind === chosen}
                data-chosen={kind === chosen || undefined}
                onClick={() => onChoose(kind)}
              >
                <b>{t(`studio.measures.${kind}.name`)}</b>
                <span>{t(`studio.measures.${kind}.example`)}</span>
              </button>
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}
