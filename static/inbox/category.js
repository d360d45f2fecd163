/* A category that is asked for: whoever closes without one is led to the field. */
import { showPanel } from './menus.js'

/** After a refusal. `chosen` is the select that was refused, if it was one: it shows again what holds. */
export function refused(code, chosen) {
  if (chosen.matches('select')) for (const option of chosen.options) option.selected = option.defaultSelected
  if (code !== 'category_required') return
  const field = document.getElementById('category')
  showPanel()
  field.setAttribute('aria-invalid', 'true')
  field.scrollIntoView({ block: 'center' })
  field.focus()
}
