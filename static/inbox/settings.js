/* Habits of this person in this browser. */
const DEFAULTS = { keys: true, enter: true }

export function setting(name) {
  try {
    return JSON.parse(localStorage.getItem(`inbox.${name}`) ?? 'null') ?? DEFAULTS[name]
  } catch {
    return DEFAULTS[name]
  }
}

export function start(changed) {
  for (const box of document.querySelectorAll('[data-setting]')) {
    box.checked = setting(box.dataset.setting)
    box.addEventListener('change', () => {
      localStorage.setItem(`inbox.${box.dataset.setting}`, JSON.stringify(box.checked))
      changed()
    })
  }
}
