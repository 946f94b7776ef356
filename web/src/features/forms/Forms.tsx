import { FormOutlined, RightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { Await } from '@/components/Await'
import { useFormat } from '@/components/format'
import { Notice } from '@/components/Notice'
import { PageHead } from '@/components/PageHead'
import { unpublished, Unpublished } from '@/components/Unpublished'

import { useForms } from './forms'
import css from './forms.module.css'

/** What people tell here because no system holds it. */
export function Forms() {
  const { t } = useTranslation()
  const { said } = useFormat()
  const forms = useForms()
  const makes = useMay(acts.configure)
  const make = (type: 'primary' | 'default') =>
    makes && (
      <Link to="/sources/new?form=1">
        <Button type={type} icon={<FormOutlined />}>
          {t('forms.make')}
        </Button>
      </Link>
    )
  return (
    <>
      <PageHead title={t('forms.title')} about={t('forms.about')} actions={make('default')} />
      {unpublished(forms.error) ? (
        <Unpublished />
      ) : (
        <Await query={forms}>
          {({ forms: all }) =>
            all.length === 0 ? (
              <Notice
                title={t('forms.none')}
                text={t(makes ? 'forms.noneMake' : 'forms.noneText')}
                action={make('primary') || undefined}
              />
            ) : (
              <ul className={css.forms}>
                {all.map((form) => (
                  <li key={form.id}>
                    <Link to={`/forms/${encodeURIComponent(form.id)}`}>
                      <span>
                        <strong>{said(form.name)}</strong>
                        {form.description && <span className={css.soft}>{said(form.description)}</span>}
                      </span>
                      <RightOutlined />
                    </Link>
                  </li>
                ))}
              </ul>
            )
          }
        </Await>
      )}
    </>
  )
}
